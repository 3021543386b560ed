import type { Connector, Fetched, Hints, Subject } from '../../document.ts'
import { compose, nameOf, type Part, refuse } from './compose.ts'
import { fieldsOf, isJson, isRow, type Row, readAnswer, textOf } from './json.ts'

/**
 * Recalls and complaints as api.nhtsa.gov answers them (recallsByVehicle, complaintsByVehicle): each is a chunk, in words that can be quoted.
 * The partial VIN of a complaint is left out: it is somebody's.
 */
export const nhtsa: Connector = {
  name: 'NHTSA recalls and complaints',
  accepts: (fetched) => isJson(fetched) && kindOf(fetched) !== null,
  read: async (fetched, hints) => {
    const kind = kindOf(fetched)
    const rows = readAnswer(fetched)?.rows ?? []
    if (rows.length === 0) return refuse(fetched, 'no_records', 'NHTSA has no records of this vehicle.')
    const parts = rows.flatMap((row) => (kind === 'recalls' ? recall(row) : complaint(row, hints)))
    if (parts.length === 0) return refuse(fetched, 'no_records', 'None of its records says anything.')
    const about = [hints.subject.yearFrom, hints.subject.make, hints.subject.model].filter(Boolean).join(' ')
    return { documents: [compose(parts, fetched, hints, `NHTSA ${kind}${about ? `, ${about}` : ''}`)], refused: [] }
  },
}

/** By what the rows have; of an answer without rows by its address. */
function kindOf(fetched: Fetched): 'recalls' | 'complaints' | null {
  const answer = readAnswer(fetched)
  if (!answer) return null
  const [first] = answer.rows
  if (first) return 'NHTSACampaignNumber' in first ? 'recalls' : 'odiNumber' in first ? 'complaints' : null
  const path = fetched.url.toLowerCase()
  return path.includes('recallsbyvehicle') ? 'recalls' : path.includes('complaintsbyvehicle') ? 'complaints' : null
}

function recall(row: Row): Part[] {
  const of = (name: string) => textOf(row[name])
  const number = of('NHTSACampaignNumber')
  if (!number || !of('Summary')) return []
  const date = dayFirst(of('ReportReceivedDate'))
  const car = [of('ModelYear'), of('Make'), of('Model')].filter(Boolean).join(' ')
  const lines = [
    `Recall ${number}${car ? ` of ${car}` : ''}, ${of('Manufacturer') || 'manufacturer not named'}${date ? `, ${date}` : ''}: ${of('Component')}`,
    of('Summary'),
    labelled('Consequence', of('Consequence')),
    labelled('Remedy', of('Remedy')),
    labelled('Notes', of('Notes')),
    row.parkIt === true ? 'Do not drive until it is repaired.' : '',
    row.parkOutSide === true ? 'Park outside until it is repaired.' : '',
  ]
  return [
    {
      text: lines.filter(Boolean).join('\n'),
      heading: [of('Component')].filter(Boolean),
      url: `https://www.nhtsa.gov/recalls?nhtsaId=${encodeURIComponent(number)}`,
      subject: subjectOf(of('Make'), of('Model'), of('ModelYear')),
      fields: fieldsOf(row),
      ...(date ? { publishedAt: date } : {}),
    },
  ]
}

function complaint(row: Row, { subject }: Hints): Part[] {
  const of = (name: string) => textOf(row[name])
  if (!of('odiNumber') || !of('summary')) return []
  const products = Array.isArray(row.products) ? row.products.filter(isRow) : []
  const car = products.find(({ type }) => type === 'Vehicle')
  const [year, make, model] = ['productYear', 'productMake', 'productModel'].map((name) => textOf(car?.[name]))
  const date = monthFirst(of('dateComplaintFiled'))
  const named = [year, make, model].filter(Boolean).join(' ')
  const harm = [
    row.crash === true ? 'crash' : '',
    row.fire === true ? 'fire' : '',
    Number(row.numberOfInjuries) > 0 ? `${of('numberOfInjuries')} injured` : '',
    Number(row.numberOfDeaths) > 0 ? `${of('numberOfDeaths')} dead` : '',
  ].filter(Boolean)
  const { vin: _, ...rest } = row
  return [
    {
      text: [
        `Complaint ${of('odiNumber')}${named ? ` about ${named}` : ''}${date ? `, filed ${date}` : ''}: ${of('components')}`,
        of('summary'),
        labelled('Reported', harm.join(', ')),
      ]
        .filter(Boolean)
        .join('\n'),
      heading: [of('components')].filter(Boolean),
      subject: make ? subjectOf(make, model ?? '', year ?? '') : subject,
      fields: fieldsOf(rest),
      ...(date ? { publishedAt: date } : {}),
    },
  ]
}

const labelled = (label: string, words: string) => (words ? `${label}: ${words}` : '')

function subjectOf(make: string, model: string, modelYear: string): Subject {
  const year = /^(?:19|20)\d\d$/.test(modelYear) ? Number(modelYear) : null
  return {
    ...(make ? { make: nameOf(make) } : {}),
    ...(model ? { model: nameOf(model) } : {}),
    ...(year ? { yearFrom: year, yearTo: year } : {}),
  }
}

/** Recalls are dated 25/03/2021, complaints 12/18/2017. Anything else is no date. */
const dayFirst = (date: string) => iso(/^(\d\d)\/(\d\d)\/(\d{4})$/.exec(date), [3, 2, 1])
const monthFirst = (date: string) => iso(/^(\d\d)\/(\d\d)\/(\d{4})$/.exec(date), [3, 1, 2])

function iso(match: RegExpExecArray | null, order: [number, number, number]): string | null {
  if (!match) return null
  const date = order.map((n) => match[n]).join('-')
  const read = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date) ? date : null
}
