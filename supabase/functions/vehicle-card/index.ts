import { readEnvironment } from '../_shared/environment.ts'
import { createVehicleCard } from '../_shared/vehicle-card.ts'

Deno.serve(createVehicleCard(readEnvironment((name) => Deno.env.get(name))))
