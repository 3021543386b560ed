import { pairs } from './labelled.ts'
import { type Hit, inside, moved, type Reader } from './reader.ts'

/** Codes of the upholstery as plates, build sheets and sellers give them: `trim code H6X9`, `TRIM 755`, `interior code 2A, black vinyl`. */
export const trimCode: Reader = (context) => {
  const sentence = inside(context)
  const hits = [coded, onPlate].flatMap((pattern) =>
    [...sentence.matchAll(pattern)].map(({ 0: match, index, groups = {} }): Hit => {
      const { code = '', name = '' } = groups
      return {
        start: index + match.indexOf(code),
        end: index + match.length,
        value: [code, name.trim()].filter(Boolean).join(' '),
        unit: null,
        step: 0,
      }
    }),
  )
  const labelled = pairs(context).flatMap((pair): Hit[] => {
    const isName = /^(?:interior|seat|upholstery|trim|st)(?: (?:trim|colou?r|code|material)){1,2}$/i.test(pair.label)
    const isCode = /^(?:interior|trim|upholstery|tr)$/i.test(pair.label) && isCodeFirst.test(pair.value)
    if (!(isName || isCode) || hits.some(({ start }) => start >= pair.start && start <= pair.end)) return []
    return [{ start: pair.start, end: pair.end, value: pair.value, unit: null, step: 0 }]
  })
  return moved(context, [...new Map([...hits, ...labelled].map((hit) => [hit.start, hit])).values()])
}

const code = String.raw`(?<code>[A-Z]{0,2}\d[A-Z0-9]{1,4}|\d{2,4}[A-Z]?)`
const isCodeFirst = new RegExp(`^${code}(?!\\w|\\.\\d)`)
const material = String.raw`(?:[A-Za-z]+\s){0,2}(?:vinyl|leather|cloth|velour|leatherette|knit)`
const coded = new RegExp(
  String.raw`\b(?:[Ii]nterior|[Tt]rim|[Uu]pholstery|[Ss]eat)\s(?:trim\s)?(?:code|no\.?|number)s?\s(?:is\s|was\s|of\s)?["“(]?${code}(?!\w|\.\d)["”)]?(?:,?\s[(“]?(?<name>${material}))?`,
  'g',
)
const onPlate = new RegExp(
  String.raw`\b(?:TRIM|INTERIOR|TR)(?:\sCODE)?:?\s${code}(?!\w|\.\d)(?<name>(?:\s(?!PAINT|BODY|TOP|COLOU?R)[A-Z]{3,}){0,3})`,
  'g',
)
