import cars from './cars.json' with { type: 'json' }

export type CarId = keyof typeof cars

/** The columns of `vehicles` that the data set fills. Units: cubic inches, pounds, miles a US gallon, seconds from 0 to 60 mph. */
export type Facts = {
  year: number
  cylinders: number
  displacement_cu_in: number
  horsepower: number
  weight_lb: number
  mpg: number
  acceleration_s: number
  origin: string
  facts_source: string
}

const source = 'Auto MPG data set, UCI Machine Learning Repository (cars.json of vega-datasets 3.2.1)'

export function factsOf(id: CarId): Facts {
  const row = cars[id]
  return {
    year: Number(row.Year.slice(0, 4)),
    cylinders: row.Cylinders,
    displacement_cu_in: row.Displacement,
    horsepower: row.Horsepower,
    weight_lb: row.Weight_in_lbs,
    mpg: row.Miles_per_Gallon,
    acceleration_s: row.Acceleration,
    origin: row.Origin,
    facts_source: `${source}: "${row.Name}"`,
  }
}
