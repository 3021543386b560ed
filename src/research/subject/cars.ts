/**
 * Cars that a sentence may speak of instead of the one asked about. A value in a sentence that names another car is not
 * this car's. Names that are also common words (Dart, Fury, Rebel) count only in capitals, which is how they are matched.
 * The list need not be complete: documents that are indexed for other cars add theirs.
 */
export const models: Record<string, string[]> = {
  Plymouth: [
    'Barracuda',
    "'Cuda",
    'Cuda',
    'Duster',
    'Valiant',
    'Road Runner',
    'Roadrunner',
    'GTX',
    'Satellite',
    'Belvedere',
    'Superbird',
    'Fury',
    'Prowler',
    'AAR',
  ],
  Dodge: ['Challenger', 'Charger', 'Coronet', 'Dart', 'Demon', 'Super Bee', 'Polara', 'Viper', 'Daytona', 'Ram'],
  Chrysler: ['New Yorker', '300', 'Newport', 'Imperial', 'Cordoba'],
  Chevrolet: [
    'Camaro',
    'Corvette',
    'Chevelle',
    'Malibu',
    'Nova',
    'Impala',
    'Monte Carlo',
    'El Camino',
    'Blazer',
    'Bel Air',
    'Corvair',
    'Vega',
    'C10',
    'Caprice',
    'Suburban',
  ],
  Pontiac: ['Firebird', 'Trans Am', 'GTO', 'LeMans', 'Le Mans', 'Tempest', 'Grand Prix', 'Bonneville', 'Catalina'],
  Oldsmobile: ['442', '4-4-2', 'Cutlass', 'Toronado', 'Vista Cruiser'],
  Buick: ['Skylark', 'Gran Sport', 'GSX', 'Riviera', 'LeSabre', 'Electra', 'Grand National'],
  Cadillac: ['Eldorado', 'DeVille', 'Fleetwood', 'Seville'],
  Ford: [
    'Mustang',
    'Torino',
    'Fairlane',
    'Falcon',
    'Galaxie',
    'Thunderbird',
    'Bronco',
    'F-100',
    'F100',
    'F-150',
    'F-250',
    'F250',
    'Maverick',
    'Pinto',
    'Ranchero',
    'Capri',
    'Escort',
    'Cortina',
    'GT40',
  ],
  Mercury: ['Cougar', 'Comet', 'Cyclone', 'Montego'],
  AMC: ['Javelin', 'AMX', 'Rebel', 'Gremlin', 'Hornet', 'Matador', 'Ambassador'],
  Datsun: [
    '510',
    'PL510',
    '240Z',
    '260Z',
    '280Z',
    '1200',
    '1600',
    '2000',
    'Fairlady',
    'Bluebird',
    '620',
    '521',
    'B210',
    '810',
  ],
  Nissan: ['Skyline', 'Cedric', 'Patrol'],
  Toyota: ['Corolla', 'Corona', 'Celica', 'Land Cruiser', '2000GT', 'Supra', 'Hilux'],
  Mazda: ['RX-7', 'RX7', 'RX-3', 'Cosmo', 'Miata', 'MX-5'],
  Honda: ['Civic', 'Accord', 'S800', 'NSX'],
  BMW: [
    '2002',
    '2002tii',
    '1600',
    '1602',
    '1802',
    '2002 turbo',
    '3.0CS',
    '3.0CSL',
    '3.0 CSi',
    'Bavaria',
    '320i',
    'M1',
    'M3',
    'M5',
    '2800CS',
    'Isetta',
    '507',
    'E9',
    'E30',
  ],
  'Mercedes-Benz': ['280SL', '230SL', '250SL', '300SL', '190E', '450SL', '300SEL', '600'],
  Porsche: [
    '356',
    '911',
    '911S',
    '911T',
    '911E',
    '912',
    '914',
    '914-6',
    '924',
    '928',
    '930',
    '944',
    'Carrera',
    'Targa',
  ],
  Volkswagen: [
    'Beetle',
    'Type 1',
    'Type 2',
    'Type 3',
    'Karmann Ghia',
    'Karmann-Ghia',
    'Bus',
    'Microbus',
    'Kombi',
    'Golf',
    'Rabbit',
    'GTI',
    'Scirocco',
    'Thing',
    'Squareback',
    'Fastback',
  ],
  Audi: ['Quattro', '100', '80', 'Fox'],
  Volvo: ['P1800', '1800', '1800ES', '122', 'Amazon', '240', '140', '144', '164', '142'],
  Saab: ['96', '99', 'Sonett', '900'],
  Jaguar: ['E-Type', 'E-type', 'XKE', 'XJ6', 'XJ12', 'XK120', 'XK140', 'XK150', 'Mark 2', 'Mk II'],
  MG: ['MGB', 'MGA', 'MGC', 'Midget', 'MGB GT', 'TC', 'TD'],
  Triumph: ['TR3', 'TR4', 'TR6', 'TR7', 'TR8', 'Spitfire', 'GT6', 'Stag', 'Dolomite'],
  'Austin-Healey': ['3000', '100-6', 'Sprite'],
  Lotus: ['Elan', 'Europa', 'Esprit', 'Seven', 'Elite'],
  'Alfa Romeo': ['Giulia', 'Giulietta', 'Spider', 'GTV', 'Duetto', 'Montreal', 'Alfetta', '1750', 'GTA'],
  Fiat: ['124', '500', '600', '850', 'X1/9', '131', 'Dino'],
  Lancia: ['Fulvia', 'Stratos', 'Beta', 'Aurelia', 'Flaminia'],
  Ferrari: ['Dino', '246', '308', '250 GTO', '275', '365', 'Daytona', 'Testarossa', 'F40'],
  Lamborghini: ['Miura', 'Countach', 'Espada', 'Diablo'],
  Maserati: ['Ghibli', 'Merak', 'Bora', 'Indy', 'Khamsin'],
  Renault: ['Alpine', 'R5', 'Dauphine'],
  Peugeot: ['504', '404', '205'],
  Citroen: ['DS', '2CV', 'SM', 'Traction Avant'],
  Opel: ['GT', 'Manta', 'Kadett', 'Ascona'],
  Land: ['Land Rover', 'Range Rover', 'Defender'],
  Jeep: ['Wagoneer', 'CJ-5', 'CJ5', 'CJ-7', 'CJ7', 'Cherokee', 'Gladiator'],
  International: ['Scout', 'Travelall', 'Scout II', 'Scout 80', 'Scout 800'],
  GMC: ['Jimmy', 'Sierra', 'Sprint'],
}

/** Models whose whole name is a number or a short code: they name a car only beside their make, since numbers mean many things. */
const needsMake = (name: string) =>
  /^[\d.-]+$/.test(name) ||
  name.length <= 2 ||
  /^(?:Bus|Fox|Thing|Land|Ram|GT|Seven|Beta|Dart|Spider|Turbo|Indy)$/.test(name)

export type Named = { make: string; model: string; start: number; end: number }

const escaped = (name: string) =>
  name
    .replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
    .replace(/['’]/g, "['’‘]")
    .replace(/ /g, '[\\s-]?')
    .replace(/^(\d{3})([A-Z])/, '$1\\s?$2')
const entries = Object.entries(models).flatMap(([make, names]) => names.map((model) => ({ make, model })))
const plain = entries.filter(({ model }) => !needsMake(model)).sort((a, b) => b.model.length - a.model.length)
const modelPattern = new RegExp(
  `(?<![\\w’'])(?:${plain.map(({ model }) => escaped(model)).join('|')})(?:['’]?s)?(?![\\w])`,
  'g',
)
const makeNames = [
  ...Object.keys(models).filter((make) => make !== 'Land'),
  'Chevy',
  'VW',
  'Mercedes',
  'Mopar',
  'Olds',
  'Alfa',
  'Healey',
  'Land Rover',
  'Studebaker',
  'Packard',
  'Hudson',
  'Nash',
  'DeSoto',
  'Edsel',
  'Lincoln',
  'Subaru',
  'Mitsubishi',
  'Isuzu',
  'Hyundai',
  'Kia',
  'Rover',
  'Sunbeam',
  'Hillman',
  'Vauxhall',
  'Bentley',
  'Rolls-Royce',
  'Aston Martin',
  'De Tomaso',
  'Shelby',
  'Simca',
  'Skoda',
  'Trabant',
]
const makePattern = new RegExp(
  `(?<![\\w])(?:${makeNames.map(escaped).join('|')})(?:['’]s)?(?:\\s+(?<code>[A-Z]?\\d[\\w.-]{1,6}|[A-Z][\\w-]{1,12}))?`,
  'g',
)

const nicknames: Record<string, string> = {
  chevy: 'chevrolet',
  vw: 'volkswagen',
  mercedes: 'mercedes-benz',
  olds: 'oldsmobile',
  alfa: 'alfa romeo',
  healey: 'austin-healey',
}

export const makeKey = (make: string) => {
  const key = make
    .toLowerCase()
    .replace(/['’]s$/, '')
    .trim()
  return nicknames[key] ?? key
}

/** A model as it is compared: no case, no apostrophes, no spaces or dashes. */
export const modelKey = (model: string) =>
  model
    .toLowerCase()
    .replace(/['’‘]s$/, '')
    .replace(/[\s'’‘.-]/g, '')

const makeOf = new Map(plain.map(({ make, model }) => [modelKey(model), make]))

/** Cars that a text names, by model or by make with what follows it. */
export function carsNamed(text: string): Named[] {
  const found: Named[] = []
  for (const match of text.matchAll(modelPattern)) {
    const model = match[0].replace(/['’]s$/, '')
    found.push({
      make: makeOf.get(modelKey(model)) ?? '',
      model,
      start: match.index,
      end: match.index + match[0].length,
    })
  }
  for (const match of text.matchAll(makePattern)) {
    const make = match[0].slice(0, match[0].length - (match.groups?.code ? match.groups.code.length : 0)).trim()
    const isModel =
      match.groups?.code &&
      !/^(?:In|The|And|Of|For|Has|Is|Was|Had|Made|Built|V8|V-8|V6|Engine|Motor|Dealer|Division|Corporation|Small|Big|Block)$/.test(
        match.groups.code,
      )
    const model = isModel && /\d|^[A-Z]/.test(match.groups?.code ?? '') ? (match.groups?.code ?? '') : ''
    const start = match.index
    const end = start + (model ? match[0].length : make.length)
    if (!found.some((other) => other.start < end && other.end > start && other.model))
      found.push({ make, model, start, end })
  }
  return found.sort((a, b) => a.start - b.start)
}
