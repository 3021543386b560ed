import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { parseSync } from 'vite'

type Node = { type: string; start: number; end: number; [key: string]: unknown }

/** Where a text stands: on the page, in code that may put it there later, or as a name that a program reads. */
type Place = 'page' | 'code' | 'name'

/** A text and `file:line`. */
export type Found = { at: string; text: string }

export type Sentences = {
  /** What `say` is asked for. */
  said: Found[]
  /** What reads like words of a page and is looked up later: `say(titles[state])`. */
  kept: Found[]
  /** What stands on the page without `say`. */
  bare: Found[]
}

/** Properties whose text a person sees or hears. */
const shown =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|legend|heading|caption|summary|submit|unit|none|why|note|says)$/
/** Properties whose text is a name for the browser or for another component. */
const names =
  /^(className|style|d|href|viewBox|transform|points|key|id|name|type|role|rel|htmlFor|draft|sizes|allow|accept|pattern|autoComplete|textAnchor|loading|fetchPriority|data-[\w-]+|aria-[\w-]+|on[A-Z]\w*)$/
/** Calls whose text is for a program. */
const technical =
  /^(Error|TypeError|PaddockError|Event|CustomEvent|addEventListener|removeEventListener|matchMedia|querySelector|querySelectorAll|closest)$/
/** Statements without a text of the page. */
const skipped = /^(Import|ExportAll|TSType|TSInterface)/

const isWordy = (text: string) => /\p{L}{2}/u.test(text.replaceAll('{}', ' '))
/** Begins like a sentence or a title, or has three words. */
const isProse = (text: string) => /^\p{Lu}[\p{Ll}’]+([ ….!?:,]|$)/u.test(text) || /\p{L}{2} \p{L}+ \p{L}/u.test(text)

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

/** A text as it is written; `{}` stands for what is put into it. */
function textOf(node: unknown): string | null {
  if (!isNode(node)) return null
  if (node.type === 'Literal' || node.type === 'JSXText') return typeof node.value === 'string' ? node.value : null
  if (node.type !== 'TemplateLiteral') return null
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('{}')
}

const nameOf = (node: unknown): string => {
  const { name, property } = node as { name?: string | { name: string }; property?: { name: string } }
  return (typeof name === 'object' ? name.name : name) ?? property?.name ?? ''
}

/** What is in a node, each with its place. */
function partsOf(node: Node, place: Place): [unknown, Place][] {
  switch (node.type) {
    case 'JSXExpressionContainer':
    case 'TSAsExpression':
      return [[node.expression, place]]
    case 'JSXElement':
      return [
        [(node.openingElement as Node).attributes, 'code'],
        [node.children, 'page'],
      ]
    case 'JSXFragment':
      return [[node.children, 'page']]
    case 'JSXAttribute':
      return [[node.value, shown.test(nameOf(node)) ? 'page' : names.test(nameOf(node)) ? 'name' : 'code']]
    case 'Property':
      return [[node.value, names.test(nameOf(node.key)) ? 'name' : 'code']]
    case 'CallExpression':
    case 'NewExpression': {
      const given = node.arguments as Node[]
      const isSaid = nameOf(node.callee) === 'say' && given[0]?.type === 'Literal'
      return [
        [node.callee, 'code'],
        [isSaid ? given.slice(1) : given, technical.test(nameOf(node.callee)) ? 'name' : 'code'],
      ]
    }
    case 'ConditionalExpression':
      return [
        [node.test, 'name'],
        [[node.consequent, node.alternate], place],
      ]
    case 'LogicalExpression':
      return [
        [node.left, node.operator === '&&' ? 'name' : place],
        [node.right, place],
      ]
    case 'BinaryExpression':
      return [[[node.left, node.right], node.operator === '+' ? place : 'name']]
    case 'MemberExpression':
      return [[node.object, 'code']]
    case 'SwitchCase':
      return [[node.consequent, 'code']]
    case 'TemplateLiteral':
      return [[node.expressions, place]]
    default:
      return Object.entries(node).map(([key, value]) => [key === 'type' ? null : value, 'code'])
  }
}

/** Every sentence of a source file, by what becomes of it. */
export function sentencesOf(file: string, source = readFileSync(file, 'utf8')): Sentences {
  const found: Sentences = { said: [], kept: [], bare: [] }
  const visit = (value: unknown, place: Place) => {
    if (Array.isArray(value)) for (const each of value) visit(each, place)
    if (!isNode(value) || skipped.test(value.type) || value.directive) return
    const add = (to: Found[], text: string) =>
      to.push({ at: `${file}:${source.slice(0, value.start).split('\n').length}`, text })
    const text = textOf(value)
    if (text !== null && place === 'page' && isWordy(text)) add(found.bare, text.trim())
    if (text !== null && place === 'code' && isProse(text))
      add(value.type === 'Literal' ? found.kept : found.bare, text)
    if (value.type === 'CallExpression' && nameOf(value.callee) === 'say') {
      const [first] = value.arguments as Node[]
      if (first?.type === 'Literal') add(found.said, String(first.value))
    }
    for (const [part, where] of partsOf(value, place)) visit(part, where)
  }
  visit(parseSync(file, source).program, 'code')
  return found
}

/** Of all files that a pattern names. */
export async function sentencesIn(pattern: string, isLeftOut: (file: string) => boolean): Promise<Sentences> {
  const all: Sentences = { said: [], kept: [], bare: [] }
  for await (const file of glob(pattern)) {
    if (isLeftOut(file)) continue
    const found = sentencesOf(file)
    for (const kind of ['said', 'kept', 'bare'] as const) all[kind].push(...found[kind])
  }
  return all
}
