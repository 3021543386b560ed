import type { Kind, Subject } from '../../src/indexer/document.ts'

/** A document written for the tests: its paragraphs are its chunks. Nothing in it is evidence about a real car. */
export type GoldenDocument = {
  id: string
  kind: Kind
  authority: number
  title: string
  subject: Subject
  author?: string
  text: string
}

const document = (
  id: string,
  kind: Kind,
  authority: number,
  subject: Subject,
  title: string,
  text: string,
): GoldenDocument => ({ id, kind, authority, subject, title, text: text.trim() })
const about = (make: string, model: string, yearFrom: number, yearTo = yearFrom): Subject => ({
  make,
  model,
  yearFrom,
  yearTo,
})

export const documents: GoldenDocument[] = [
  document(
    'cuda-manual',
    'manual',
    0.95,
    about('Plymouth', 'Barracuda', 1970),
    '1970 Barracuda service manual, group 9',
    `
The 340 cu. in. V-8 used in the ’Cuda 340 develops 275 horsepower (gross) at 5,000 rpm and 340 lb-ft of torque at 3,200 rpm. The 440 Six Pack engine is rated at 390 horsepower (gross), and the 426 Hemi at 425.

Compression ratio of the 340 is 10.5 to 1; that of the 383 is 9.5 to 1.

A three-speed manual transmission is standard with this engine. The four-speed manual and the three-speed TorqueFlite automatic are available at extra cost. Rear axle ratio is 3.23:1 as standard equipment, with 3.55:1 and 3.91:1 available.

Wheelbase is 108 inches and overall length 186.7 inches. Shipping weight of the hardtop is 3,395 lb. Standard tires are E60 x 15.

Fuel tank capacity is 18 gallons. Crankcase capacity is 5 quarts including the filter. The cooling system holds 15 quarts.`,
  ),
  document(
    'cuda-thread',
    'forum',
    0.35,
    about('Plymouth', 'Barracuda', 1970),
    'How much did the 340 really make?',
    `
Everybody quotes 275 for the 340 but dyno sheets I have seen say closer to 320 horsepower for a healthy 340.

My 340 ’Cuda left the plant on E60-15 Polyglas and a 3.23 open rear. The Challenger I had before weighed 3,550 pounds with the 383.

A buddy swears the ’Cuda is 106 inches in the wheelbase. It is not 110 like the Challenger.`,
  ),
  document(
    'cuda-listing',
    'listing',
    0.5,
    about('Plymouth', "'Cuda 340", 1970),
    '1970 Plymouth ’Cuda 340 4-Speed',
    `
This 1970 Plymouth ’Cuda is finished in Lemon Twist (paint code FY1) over black vinyl and is powered by a 340ci V8 paired with a four-speed manual transmission and a 3.55:1 Sure-Grip rear end. Sold for $64,900 on May 3, 2025.`,
  ),
  document(
    'chevelle-manual',
    'manual',
    0.95,
    about('Chevrolet', 'Chevelle', 1970),
    'Chevelle chassis service manual 1970',
    `
Wheelbase: 112 in. for two-door models, 116 in. for four-door models. Overall length of the coupe is 197.2 inches.

The 307 cubic inch V8 has a compression ratio of 9.0:1 and is rated at 200 hp at 4,600 rpm; torque is 300 lb-ft at 2,400 rpm. The LS6 454 is rated at 450 hp with 11.25:1 compression.

Curb weight of the Malibu coupe with the 307 is 3,480 pounds.

Rear axle ratios of 2.73:1, 3.08:1 and 3.36:1 are listed for the 307.`,
  ),
  document(
    'chevelle-article',
    'article',
    0.6,
    about('Chevrolet', 'Chevelle', 1970),
    'Driving the everyday Chevelle',
    `
Unlike the SS 454 with its 450 horsepower, the 307-powered Malibu gets by with 200 horsepower and a two-speed Powerglide automatic. It rides on a 112-inch wheelbase.

The Camaro of the same year weighed 3,172 pounds and shares nothing but the engine.`,
  ),
  document(
    'd510-manual',
    'manual',
    0.95,
    about('Datsun', '510', 1968, 1973),
    'Datsun 510 service manual',
    `
ENGINE SPECIFICATIONS
Model: L16
Displacement: 1,595 cc (97.3 cu. in.)
Compression ratio: 8.5:1
Maximum output: 96 hp SAE gross at 5,600 rpm
Maximum torque: 13.8 m-kg (99.8 ft-lb) at 3,600 rpm

The wheelbase measures 2,420 mm (95.3 in). Overall length is 4,120 mm. Curb weight of the two-door sedan is 955 kg.

Tire size is 5.60-13-4PR; radial tires of size 165SR13 may be fitted. Final gear ratio is 3.7:1 for the sedan and 3.889:1 for the station wagon.

The four-speed manual transmission is fully synchronized. A three-speed automatic is optional from 1970 on.`,
  ),
  document(
    'd510-thread',
    'forum',
    0.35,
    about('Datsun', '510', 1971),
    'L16 facts please',
    `
The L16 is 1595 cc, the L18 from the 610 is 1770 cc and the L20B is 1952 cc.

US-market brochures said 96 hp, the later net figure is 92 hp for the L16.

My ’71 two-door weighs 2,130 lb on the truck scale with half a tank.`,
  ),
  document(
    'd510w-sheet',
    'article',
    0.6,
    about('Datsun', '510', 1972),
    'The 510 wagon in brief',
    `
The station wagon uses leaf springs behind, weighs 2,288 lb, and keeps the 1,595 cc four of the sedan with 92 net horsepower. Its final drive is 3.889:1.`,
  ),
  document(
    'bmw2002-manual',
    'manual',
    0.95,
    about('BMW', '2002', 1968, 1975),
    'BMW 2002 workshop manual',
    `
Engine type M10, four cylinders in line, 1990 cc, bore 89 mm, stroke 80 mm. Compression ratio 8.5:1. Power output 100 PS (DIN) at 5500 rpm. Torque 16 mkg (116 ft-lb) at 3500 rpm.

The 2002tii with Kugelfischer injection has a compression ratio of 9.5:1 and delivers 130 PS (DIN) at 5800 rpm. The 2002 turbo delivers 170 PS.

Wheelbase 2500 mm. Overall length 4230 mm until 1973, 4470 mm for US models from 1974 on. Unladen weight 990 kg. Tyres 165 SR 13.

Four-speed all-synchromesh gearbox; five-speed close-ratio gearbox on request. Final drive 3.64:1.`,
  ),
  document(
    'bmw2002-registry',
    'registry',
    0.9,
    about('BMW', '2002', 1970),
    'Register of 2002 production',
    `
BMW built 36,804 examples of the 2002 in 1970. The 2002tii followed in 1971, of which 38,703 were made in all.`,
  ),
  document(
    'f250-brochure',
    'manual',
    0.95,
    about('Ford', 'F-250', 1970),
    '1970 Ford pickups, truck data book',
    `
F-250 Styleside: wheelbase 131 inches. The 360 cu. in. V-8 develops 215 hp at 4,400 rpm and 327 lb-ft of torque at 2,600 rpm. Compression ratio is 8.4:1.

The 390 V-8 option develops 255 hp at 4,400 rpm. The F-100 with the 302 V-8 develops 205 hp.

Four-speed manual transmission is standard with the Camper Special; Cruise-O-Matic three-speed automatic is optional. Rear axle ratio 3.73:1 or 4.10:1. Tires are 8.00 x 16.5.

Four-wheel drive models ride four inches higher.`,
  ),
  document(
    'mustang-manual',
    'manual',
    0.95,
    about('Ford', 'Mustang', 1965, 1966),
    'Mustang shop manual 1965-66',
    `
The 289 cu. in. V-8 with two-barrel carburetor is rated at 200 hp at 4,400 rpm; the four-barrel version at 225 hp; the High Performance 289 at 271 hp at 6,000 rpm.

Wheelbase is 108 inches, overall length 181.6 inches. The 200 cubic inch six develops 120 hp and has seven main bearings.

Curb weight: hardtop with six 2,640 lb; convertible 2,905 lb.`,
  ),
  document(
    'mustang-prod',
    'registry',
    0.9,
    about('Ford', 'Mustang', 1966),
    'Mustang production by body',
    `
For the 1966 model year Ford built 607,568 Mustangs. Of these 499,751 were hardtops, 72,119 convertibles and 35,698 fastbacks.`,
  ),
  document(
    'corvette-manual',
    'manual',
    0.95,
    about('Chevrolet', 'Corvette', 1967),
    'Corvette data for 1967',
    `
Base engine is the 327 cubic-inch V-8 of 300 horsepower. Its compression is 10.0:1 and maximum torque is 360 lb-ft at 3,400 rpm. Optional 427 engines are rated at 390, 400 and 435 horsepower.

Wheelbase 98.0 inches; overall length 175.1 inches; curb weight 3,155 pounds for the coupe. A three-speed manual transmission is standard. Standard axle ratio is 3.36:1. Tires: 7.75-15.

In 1967 a total of 22,940 Corvettes were built, 8,504 of them coupes.`,
  ),
  document(
    'corvette-guide',
    'price_guide',
    0.7,
    about('Chevrolet', 'Corvette', 1967),
    'Values for 1967 Corvette',
    `
Model | Condition #1 | Condition #2 | Condition #3
1967 Corvette 327/300 coupe: $112,000 in condition #1, $84,500 in condition #2, $62,000 in condition #3.`,
  ),
  document(
    'corvette-sale',
    'listing',
    0.5,
    about('Chevrolet', 'Corvette', 1967),
    '1967 Chevrolet Corvette Coupe 327/300',
    `
Marina Blue coupe with the 327ci V8 and four-speed manual. Sold for $79,000 at auction on 2025-02-14. Original list price was $4,388.75.`,
  ),
  document(
    'beetle-manual',
    'manual',
    0.95,
    about('Volkswagen', 'Beetle', 1967),
    'Volkswagen Type 1 workshop manual, model year 1967',
    `
Engine: air-cooled flat-four, 1493 cc (91.1 cu in). Output 53 bhp SAE at 4200 rpm, 44 PS DIN at 4000 rpm. Compression ratio 7.5:1. Torque 10.2 mkg at 2000 rpm.

Wheelbase 2400 mm (94.5 in). Unladen weight 820 kg. Tyres 5.60-15. Four-speed manual gearbox. Final drive 4.125:1.

From August 1967 on the 1968 model has 12-volt electrics in all markets.`,
  ),
  document(
    'beetle-thread',
    'forum',
    0.35,
    about('Volkswagen', 'Beetle', 1967),
    '1967 only parts',
    `
’67 is the one-year 1500 with 53 horsepower. The ’66 had the 1300 with 50 horsepower.

Unlike the Karmann Ghia, the Beetle kept drums all round in the States.`,
  ),
  document(
    'porsche-manual',
    'manual',
    0.95,
    about('Porsche', '911S', 1973),
    'Porsche 911 specification book, model year 1973',
    `
911 S: 2341 cc six-cylinder horizontally opposed engine, 190 DIN hp at 6500 rpm, compression ratio 8.5:1, torque 22 mkg (159 ft-lb) at 5200 rpm. 911 T: 130 DIN hp at 5600 rpm, compression ratio 7.5:1.

Wheelbase 2271 mm. Weight 1075 kg. Five-speed manual gearbox. Tyres 185/70 VR 15.`,
  ),
  document(
    'etype-manual',
    'manual',
    0.95,
    about('Jaguar', 'E-Type', 1961, 1964),
    'Jaguar E-Type 3.8 service manual',
    `
Six cylinders in line, 3,781 cc, bore 87 mm, stroke 106 mm. Compression ratio 9:1 as standard, 8:1 for some markets. Maximum power 265 bhp (gross) at 5,500 rpm; torque 260 lb-ft at 4,000 rpm.

Wheelbase 8 ft (96 in). Overall length 175.3 in. Kerb weight 2,688 lb. Tyres 6.40 x 15. Final drive ratio 3.31:1. Four-speed manual gearbox.`,
  ),
  document(
    'etype-article',
    'article',
    0.6,
    about('Jaguar', 'E-Type', 1961, 1964),
    'Was it really 150 mph?',
    `
The 3.8-litre straight-six was quoted at 265 bhp, a gross figure; nobody at the factory published a net one. The car weighs 2,688 lb at the kerb.

A contemporary magazine put the wheelbase at 98 inches.`,
  ),
  document(
    'gto-manual',
    'manual',
    0.95,
    about('Pontiac', 'GTO', 1966),
    'Pontiac Tempest and GTO shop manual 1966',
    `
The GTO’s 389 cu. in. engine is rated 335 hp at 5,000 rpm with the four-barrel carburetor and 360 hp at 5,200 rpm with three two-barrels. Torque is 431 lb-ft at 3,200 rpm. Compression 10.75:1.

Wheelbase is 115 inches; overall length 206.4 inches.`,
  ),
  document(
    'gto-prod',
    'registry',
    0.9,
    about('Pontiac', 'GTO', 1966),
    'GTO production, 1966',
    `
Production totaled 96,946 GTOs: 73,785 hardtops, 12,798 convertibles and 10,363 coupes.`,
  ),
  document(
    'charger-manual',
    'manual',
    0.95,
    about('Dodge', 'Charger', 1969),
    'Dodge Charger technical service bulletin, 1969',
    `
Charger R/T: 440 Magnum V-8, 375 hp at 4,600 rpm, 480 lb-ft at 3,200 rpm, compression 10.1:1. The standard Charger is available with a 318 of 230 hp.

Wheelbase 117 inches; length 208 inches. Curb weight of the R/T is 3,863 pounds. F70 x 14 tires.`,
  ),
  document(
    'scout-manual',
    'manual',
    0.95,
    about('International', 'Scout 800', 1967),
    'International Scout 800 owner’s manual',
    `
The Comanche 4-196 engine displaces 195.4 cubic inches and produces 110.8 horsepower at 4,000 rpm. The optional V-266 is rated at 154.8 horsepower.

Wheelbase is 100 inches. Four-wheel drive is standard. Axle ratio 4.27:1. Three-speed manual transmission.`,
  ),
  document(
    'landcruiser-manual',
    'manual',
    0.95,
    about('Toyota', 'Land Cruiser', 1972),
    'Toyota Land Cruiser FJ40 repair manual',
    `
Engine F: six cylinders in line, 3,878 cc, 125 hp SAE gross at 3,600 rpm, torque 209 ft-lb at 2,000 rpm. Compression ratio 7.8:1.

Wheelbase 90.0 in. Overall length 152.4 in. Curb weight 3,860 lb. Four-wheel drive with two-speed transfer case. Three-speed manual transmission. Final drive 3.70:1.`,
  ),
  document(
    'z240-manual',
    'manual',
    0.95,
    about('Datsun', '240Z', 1971),
    'Datsun 240Z service manual',
    `
L24 engine, six cylinders in line, 2,393 cc. Compression ratio 9.0:1. Maximum power 151 hp SAE gross at 5,600 rpm. Maximum torque 146 lb-ft at 4,400 rpm.

Wheelbase 2,305 mm. Overall length 4,140 mm. Curb weight 1,025 kg. Tires 175SR14. Final drive 3.364:1. Four-speed manual for the US market; five-speed manual elsewhere.`,
  ),
  document(
    'z240-thread',
    'forum',
    0.35,
    about('Datsun', '240Z', 1971),
    'Series 1 weights',
    `
Mine tipped the scales at 2,355 lb with no spare. The 280Z is heavier at 2,800 lb.

People keep writing 3.9 for the diff; US cars came with the 3.364:1 final drive.`,
  ),
  document(
    'mgb-manual',
    'manual',
    0.95,
    about('MG', 'MGB', 1968),
    'MGB workshop manual',
    `
Type 18GF, four cylinders, 1798 cc. Compression ratio 8.8:1. 95 bhp at 5,400 rpm; torque 110 lb-ft at 3,000 rpm.

Wheelbase 7 ft 7 in (91 in). Overall length 153.2 in. Kerb weight 2,128 lb. Rear axle ratio 3.909:1. Four-speed manual gearbox with overdrive on request. Tyres 5.60-14.`,
  ),
  document(
    'camaro-manual',
    'manual',
    0.95,
    about('Chevrolet', 'Camaro', 1969),
    'Camaro chassis manual 1969',
    `
The Z/28 uses a 302 cu. in. V-8 rated at 290 hp at 5,800 rpm with 290 lb-ft at 4,200 rpm and 11.0:1 compression. The 350 of the SS is rated at 300 hp at 4,800 rpm.

Wheelbase is 108 inches; overall length is 186 inches. Standard with the Z/28 is a 3.73:1 axle and a four-speed manual transmission.`,
  ),
  document(
    'camaro-prod',
    'registry',
    0.9,
    about('Chevrolet', 'Camaro', 1969),
    'Camaro production',
    `
Chevrolet produced 243,085 Camaros for 1969, among them 20,302 with the Z/28 package.`,
  ),
  document(
    'camaro-thread',
    'forum',
    0.35,
    about('Chevrolet', 'Camaro', 1969),
    'Z/28 real output',
    `
290 horsepower is a paper figure for insurance. Mine pulled 402 hp on an engine dyno, the 302 I mean.`,
  ),
  document(
    'fiat124-manual',
    'manual',
    0.95,
    about('Fiat', '124', 1972),
    'Fiat 124 Sport Spider workshop manual',
    `
Twin-cam four of 1608 cc, compression 9.8:1, 104 hp (SAE net) at 6,000 rpm. Five-speed manual gearbox. Wheelbase 2280 mm. Tyres 165 SR 13. Weight 945 kg.`,
  ),
  document(
    'p1800-manual',
    'manual',
    0.95,
    about('Volvo', '1800E', 1970),
    'Volvo 1800E service manual',
    `
B20E engine: 1990 cc, compression ratio 10.5:1, 130 hp SAE at 6,000 rpm, 123 lb-ft at 3,500 rpm. Wheelbase 2450 mm, overall length 4400 mm, kerb weight 1,150 kg. Four-speed manual gearbox with overdrive. Final drive 4.30:1.`,
  ),
  document(
    'elcamino-manual',
    'manual',
    0.95,
    about('Chevrolet', 'El Camino', 1972),
    'El Camino truck data 1972',
    `
The 350 V-8 is rated at 165 net horsepower at 4,000 rpm; the 307 at 130 net horsepower. Wheelbase is 116 inches. Payload is 1,250 lb.`,
  ),
  document(
    'monte-manual',
    'manual',
    0.95,
    about('Chevrolet', 'Monte Carlo', 1970),
    'Monte Carlo data 1970',
    `
Standard engine is the 350 of 250 hp with a 9.0:1 compression ratio. Wheelbase 116 inches, overall length 205.8 inches. Curb weight 3,460 lb.`,
  ),
  // Documents that try to be evidence and are none: another car's figures, denials, questions, hearsay, opinions about prices.
  document(
    'chatter',
    'forum',
    0.35,
    {},
    'General chat about muscle cars',
    `
Does anybody know whether the ’Cuda 340 made 290 horsepower?

The 340 Duster weighed 3,110 pounds. The Challenger T/A had 290 horsepower and a 3.55:1 axle.

It is a myth that the Datsun 510 had 110 hp. The BMW 1600 has 85 hp.

A Mustang 428 Cobra Jet was rated at 335 hp. I would not pay $90,000 for any Mopar small block.`,
  ),
  document(
    'sales-week',
    'listing',
    0.5,
    {},
    'Results of the week',
    `
1969 Dodge Charger R/T: sold for $92,400. 1966 Pontiac GTO hardtop: high bid of $58,000, reserve not met. 1971 Datsun 240Z: sold for $41,250. 1973 Porsche 911S: sold for $183,000.`,
  ),
]
