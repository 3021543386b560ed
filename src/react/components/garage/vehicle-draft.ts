import { isPaddockError } from '../../../client/errors.ts'
import type { VehicleDraft } from '../../../client/garage.ts'
import { reasonOf, say } from '../../language/say.ts'

/** The fields as they are typed. */
export type VehicleFields = {
  year: string
  make: string
  model: string
  trim: string
  chassis: string
  chassisIsShown: boolean
  engine: string
  gearbox: string
  colour: string
  mileage: string
  unit: 'mi' | 'km'
  place: string
  description: string
  isPublic: boolean
}

export function fieldsOf(draft: VehicleDraft): VehicleFields {
  return {
    year: draft.year?.toString() ?? '',
    make: draft.make ?? '',
    model: draft.model,
    trim: draft.trim ?? '',
    chassis: draft.chassis?.number ?? '',
    chassisIsShown: draft.chassis?.isShown ?? false,
    engine: draft.engine ?? '',
    gearbox: draft.gearbox ?? '',
    colour: draft.colour ?? '',
    mileage: draft.mileage?.value.toString() ?? '',
    unit: draft.mileage?.unit ?? 'mi',
    place: draft.place ?? '',
    description: draft.description ?? '',
    isPublic: draft.isPublic,
  }
}

/** @returns the draft, or by field what cannot be read as it is typed */
export function readFields(fields: VehicleFields): { draft: VehicleDraft } | { problems: Partial<FieldProblems> } {
  const problems: Partial<FieldProblems> = {}
  const text = (value: string) => value.trim() || null
  const year = text(fields.year)
  if (year && !/^(1[89]|20)\d\d$/.test(year)) problems.year = say('A year has four digits, such as 1967.')
  const mileage = readMileage(fields.mileage)
  if (mileage === undefined) problems.mileage = say('The mileage is a whole number, such as 84,200.')
  if (!text(fields.model)) problems.model = say('Say which model it is.')
  if (Object.keys(problems).length > 0) return { problems }
  const number = text(fields.chassis)
  return {
    draft: {
      year: year ? Number(year) : null,
      make: text(fields.make),
      model: fields.model.trim(),
      trim: text(fields.trim),
      chassis: number ? { number, isShown: fields.chassisIsShown } : null,
      engine: text(fields.engine),
      gearbox: text(fields.gearbox),
      colour: text(fields.colour),
      mileage: mileage == null ? null : { value: mileage, unit: fields.unit },
      place: text(fields.place),
      description: text(fields.description),
      isPublic: fields.isPublic,
    },
  }
}

/** A whole number with or without separators of thousands; null where nothing is typed, undefined where it is none. */
export function readMileage(typed: string): number | null | undefined {
  const text = typed.trim()
  if (text === '') return null
  if (!/^\d{1,3}([.,’'\s]?\d{3}){0,2}$|^\d{1,7}$/.test(text)) return undefined
  return Number(text.replace(/\D/g, ''))
}

export type FieldProblems = Record<Exclude<keyof VehicleFields, 'unit' | 'isPublic' | 'chassisIsShown'>, string>

const said: Record<string, [keyof FieldProblems, string?]> = {
  year_is_from_1885_to_2100: ['year', 'The year is from 1885 to 2100.'],
  make_is_short: ['make', 'The make has at most 80 characters.'],
  model_is_from_1_to_120_characters: ['model', 'The model has at most 120 characters.'],
  trim_is_short: ['trim', 'The trim has at most 120 characters.'],
  engine_is_short: ['engine', 'The engine has at most 120 characters.'],
  gearbox_is_short: ['gearbox', 'The gearbox has at most 120 characters.'],
  colour_is_short: ['colour', 'The colour has at most 120 characters.'],
  mileage_is_from_0_to_9999999: ['mileage', 'The mileage is at most 9,999,999.'],
  place_is_short: ['place', 'The place has at most 120 characters.'],
  place_is_in_words_and_not_coordinates: [
    'place',
    'Name a town, a region or a country: coordinates lead to your door.',
  ],
  description_is_short: ['description', 'The description has at most 4,000 characters.'],
  chassis_number_is_from_1_to_40_characters: ['chassis', 'A chassis number has at most 40 characters.'],
  chassis_number_is_without_typing_errors: ['chassis'],
}

/** A refusal at the field it is about; null where it is about the whole. */
export function problemAt(error: Error | null): Partial<FieldProblems> | null {
  const found = isPaddockError(error) ? said[error.code] : undefined
  return found && error ? { [found[0]]: found[1] ? say(found[1]) : reasonOf(error) } : null
}
