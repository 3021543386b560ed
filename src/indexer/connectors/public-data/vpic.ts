import type { Connector, Subject } from '../../document.ts'
import { compose, nameOf, type Part, refuse } from './compose.ts'
import { fieldsOf, isJson, type Row, readAnswer, textOf } from './json.ts'

/** What vPIC calls its variables in words (GetVehicleVariableList), for those that collectors ask for, by what they are about. */
const groups: [heading: string, variables: Record<string, string>][] = [
  [
    'Vehicle',
    {
      ModelYear: 'Model Year',
      Make: 'Make',
      Model: 'Model',
      Series: 'Series',
      Series2: 'Series2',
      Trim: 'Trim',
      Trim2: 'Trim2',
      Manufacturer: 'Manufacturer Name',
      VehicleType: 'Vehicle Type',
      BodyClass: 'Body Class',
      Doors: 'Doors',
      Seats: 'Number of Seats',
      PlantCity: 'Plant City',
      PlantState: 'Plant State',
      PlantCountry: 'Plant Country',
      PlantCompanyName: 'Plant Company Name',
    },
  ],
  [
    'Engine',
    {
      EngineConfiguration: 'Engine Configuration',
      EngineCylinders: 'Engine Number of Cylinders',
      DisplacementCC: 'Displacement (CC)',
      DisplacementCI: 'Displacement (CI)',
      DisplacementL: 'Displacement (L)',
      EngineModel: 'Engine Model',
      EngineHP: 'Engine Brake (hp) From',
      EngineHP_to: 'Engine Brake (hp) To',
      EngineKW: 'Engine Power (kW)',
      EngineManufacturer: 'Engine Manufacturer',
      FuelTypePrimary: 'Fuel Type - Primary',
      FuelInjectionType: 'Fuel Delivery / Fuel Injection Type',
      ValveTrainDesign: 'Valve Train Design',
      Turbo: 'Turbo',
      OtherEngineInfo: 'Other Engine Info',
    },
  ],
  [
    'Drive and chassis',
    {
      DriveType: 'Drive Type',
      TransmissionStyle: 'Transmission Style',
      TransmissionSpeeds: 'Transmission Speeds',
      BrakeSystemType: 'Brake System Type',
      WheelBaseShort: 'Wheel Base (inches) From',
      WheelBaseLong: 'Wheel Base (inches) To',
      CurbWeightLB: 'Curb Weight (pounds)',
      GVWR: 'Gross Vehicle Weight Rating From',
      Wheels: 'Number of Wheels',
      WheelSizeFront: 'Wheel Size Front (inches)',
      WheelSizeRear: 'Wheel Size Rear (inches)',
    },
  ],
]

/** One VIN as vPIC's DecodeVinValues answers it: a chunk each for vehicle, engine and drive. What vPIC does not have is left out. */
export const vpic: Connector = {
  name: 'NHTSA vPIC',
  accepts: (fetched) => isJson(fetched) && vehicleIn(readAnswer(fetched)?.rows) !== null,
  read: async (fetched, hints) => {
    const row = vehicleIn(readAnswer(fetched)?.rows)
    if (!row) return refuse(fetched, 'unknown_format', 'It is no answer of DecodeVinValues.')
    const [vin, make, error] = [textOf(row.VIN), textOf(row.Make), textOf(row.ErrorText)]
    if (!make) return refuse(fetched, 'vin_not_decoded', `vPIC does not know it: ${error || 'no reason is given'}`)
    const subject = subjectOf(row)
    const parts = groups.flatMap(([heading, variables]): Part[] => {
      const lines = Object.entries(variables).flatMap(([name, label]) => {
        const value = textOf(row[name])
        return value && value !== 'Not Applicable' ? [`${label}: ${value}`] : []
      })
      return lines.length > 0 ? [{ text: [`VIN ${vin}`, ...lines].join('\n'), heading: [heading], subject }] : []
    })
    const doubts =
      /^0\b/.test(error) || !error ? [] : [{ text: `vPIC says of this VIN: ${error}`, heading: ['Doubts'] }]
    const [first, ...rest] = parts
    const all = first ? [{ ...first, fields: fieldsOf(decoded(row)) }, ...rest, ...doubts] : doubts
    const document = compose(all, fetched, hints, `VIN ${vin}, decoded by NHTSA vPIC`)
    return { documents: [{ ...document, subject: { ...hints.subject, ...subject } }], refused: [] }
  },
}

const vehicleIn = (rows: Row[] | undefined): Row | null =>
  rows?.find((row) => 'VIN' in row && 'ErrorCode' in row) ?? null

/** Beside what is known there are a hundred empty columns. */
const decoded = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => textOf(value) !== '' && value !== 'Not Applicable'))

function subjectOf(row: Row): Subject {
  const [make, model, year, trim] = ['Make', 'Model', 'ModelYear', 'Trim'].map((name) => textOf(row[name]))
  return {
    ...(make ? { make: nameOf(make) } : {}),
    ...(model ? { model } : {}),
    ...(trim ? { trim: trim.slice(0, 120) } : {}),
    ...(/^(?:19|20)\d\d$/.test(year ?? '') ? { yearFrom: Number(year), yearTo: Number(year) } : {}),
  }
}
