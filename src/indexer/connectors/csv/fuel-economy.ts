import type { Layout } from './layout.ts'

/** Columns of the EPA's vehicles.csv (fueleconomy.gov) that say something of a car, with what they are called here. Of its 84 the rest are noise. */
const columns: [name: string, label: string, unit?: string][] = [
  ['year', 'Year'],
  ['make', 'Make'],
  ['model', 'Model'],
  ['VClass', 'Class'],
  ['displ', 'Engine displacement', 'L'],
  ['cylinders', 'Cylinders'],
  ['eng_dscr', 'Engine'],
  ['tCharger', 'Turbocharger'],
  ['sCharger', 'Supercharger'],
  ['drive', 'Drive'],
  ['trany', 'Transmission'],
  ['fuelType', 'Fuel'],
  ['city08', 'City', 'mpg'],
  ['highway08', 'Highway', 'mpg'],
  ['comb08', 'Combined', 'mpg'],
  ['cityA08', 'City, second fuel', 'mpg'],
  ['highwayA08', 'Highway, second fuel', 'mpg'],
  ['fuelCost08', 'Fuel cost a year', 'dollars'],
  ['co2TailpipeGpm', 'CO2', 'g/mile'],
  ['guzzler', 'Gas guzzler tax'],
]

/** 0, -1 and NA stand for what is not known or not there; T and S are marks. */
const isBlank = (value: string) => /^(?:|NA|-1(?:\.0)?|0(?:\.0)?)$/.test(value)
const marks: Record<string, string> = { T: 'yes', S: 'yes', G: 'yes', TRUE: 'yes' }

export const fuelEconomy: Layout = {
  fits: (names) => ['city08', 'highway08', 'comb08', 'trany', 'VClass', 'displ'].every((name) => names.includes(name)),
  pairs: (row) =>
    columns.flatMap(([name, label, unit]): [string, string][] => {
      const value = row.get(name) ?? ''
      if (isBlank(value)) return []
      return [[label, unit ? `${value} ${unit}` : (marks[value] ?? value)]]
    }),
}
