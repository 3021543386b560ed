import type { VehicleFacts } from '../../../client/vehicles.ts'

/** A known fact of a vehicle, by the name that research knows it by. */
export type Fact = { spec: string; value: number; unit: string }

/** Facts that somebody knows. */
export function factsOf(facts: VehicleFacts): Fact[] {
  const all: { spec: string; value: number | null; unit: string }[] = [
    { spec: 'displacement', value: facts.displacementCuIn, unit: 'cu in' },
    { spec: 'power', value: facts.horsepower, unit: 'hp' },
    { spec: 'weight', value: facts.weightLb, unit: 'lb' },
    { spec: 'cylinders', value: facts.cylinders, unit: '' },
    { spec: 'fuel_economy', value: facts.mpg, unit: 'mpg' },
    { spec: 'acceleration', value: facts.accelerationSeconds, unit: 's' },
  ]
  return all.filter((fact): fact is Fact => fact.value !== null)
}
