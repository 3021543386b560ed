import type { CarId } from './facts.ts'
import { henrik, ines, joel, mara, type PersonId, ruth, tom } from './people.ts'

type By = { by: { id: PersonId } }
export type Opinion = By & { vote: 'yes' | 'no'; reason?: string; estimate?: number }
export type Bet = By & { type: string; prediction: Record<string, string | number>; confidence: number }
/** `answers` is the place of the comment that it answers. */
export type Comment = By & { photo: number; text: string; answers?: number }
export type Community = {
  owner: { id: PersonId }
  description: string
  votes: Opinion[]
  bets: Bet[]
  comments: Comment[]
}

export const price = (by: { id: PersonId }, low: number, high: number, confidence: number): Bet => ({
  by,
  type: 'auction_price',
  prediction: { low, high },
  confidence,
})

/** What the demo's members think of each car. Opinions, made up for the demo; the cars' facts are in `cars.json`. */
export const opinions: Record<CarId, Community> = {
  cuda: {
    owner: mara,
    description: 'Two-door hardtop with the small V8, kept in the paint it was ordered in.',
    votes: [
      { by: ines, vote: 'yes', reason: 'The papers are complete. They will not be better next year.', estimate: 58000 },
      {
        by: tom,
        vote: 'no',
        reason: 'Wait for the axle code. A buyer will ask, and nobody can answer yet.',
        estimate: 52000,
      },
      { by: joel, vote: 'yes', reason: 'I would bid on it as it stands.', estimate: 61000 },
      { by: ruth, vote: 'yes', estimate: 57500 },
      { by: henrik, vote: 'yes', reason: 'Autumn sales have been kind to yellow cars.', estimate: 60000 },
    ],
    bets: [
      price(ines, 52000, 64000, 70),
      price(tom, 46000, 55000, 60),
      price(joel, 56000, 68000, 65),
      { by: ruth, type: 'value_milestone', prediction: { target_value: 60000, by_date: '2027-12-31' }, confidence: 55 },
      {
        by: henrik,
        type: 'value_milestone',
        prediction: { target_value: 70000, by_date: '2028-12-31' },
        confidence: 40,
      },
      {
        by: ines,
        type: 'next_mod_value',
        prediction: { modification: 'Period exhaust', target_value: 1500 },
        confidence: 50,
      },
    ],
    comments: [
      { by: ines, photo: 0, text: 'The stripe stops short of the lamp. Is that the first paint?' },
      { by: mara, photo: 0, text: 'Yes, the tape line shows in the 1974 print. I will add it.', answers: 0 },
      { by: tom, photo: 1, text: 'You can see how much the roof narrows over the quarter window.' },
      { by: joel, photo: 2, text: 'Is number 5 the original distributor?' },
      { by: mara, photo: 2, text: 'It carries a date code. I will photograph it on Sunday.', answers: 3 },
      { by: ines, photo: 3, text: 'The 150 mph dial points to the optional cluster.' },
    ],
  },
  chevelle: {
    owner: tom,
    description: 'Two-door hardtop with the base V8. Driven on dry days.',
    votes: [
      { by: mara, vote: 'yes', reason: 'An honest car with its first engine. People want those.', estimate: 34000 },
      { by: joel, vote: 'no', reason: 'The 307 will hold it back. Keep it and drive it.', estimate: 27000 },
      { by: ruth, vote: 'no', estimate: 29000 },
    ],
    bets: [price(mara, 29000, 38000, 65), price(joel, 24000, 31000, 60)],
    comments: [{ by: ruth, photo: 0, text: 'The waistline is the best of that decade.' }],
  },
  d510: {
    owner: joel,
    description: 'Two-door sedan on steel wheels, taken apart and put together once.',
    votes: [
      { by: mara, vote: 'yes', reason: 'Straight shells are getting rare.', estimate: 21000 },
      { by: ines, vote: 'yes', estimate: 19500 },
      { by: henrik, vote: 'yes', reason: 'Low miles and no rust in the sills.', estimate: 22500 },
      { by: tom, vote: 'yes', estimate: 20000 },
    ],
    bets: [
      price(mara, 18000, 24000, 70),
      price(henrik, 19000, 26000, 65),
      { by: ines, type: 'completion_date', prediction: { by_date: '2027-05-31' }, confidence: 60 },
    ],
    comments: [
      { by: henrik, photo: 4, text: 'Steel wheels, as it should be.' },
      { by: mara, photo: 2, text: 'Does the choke linkage still work?' },
    ],
  },
  bmw: {
    owner: ines,
    description: 'Two-door sedan with round tail lamps. The dash came back from repair and is in again.',
    votes: [
      { by: mara, vote: 'no', reason: 'Drive it for a summer with the new dash first.', estimate: 24000 },
      { by: joel, vote: 'yes', estimate: 28000 },
    ],
    bets: [price(joel, 24000, 32000, 60)],
    comments: [{ by: joel, photo: 3, text: 'Three dials are all it takes.' }],
  },
  d510w: {
    owner: joel,
    description: 'The wagon of the range, with its roof rack removed.',
    votes: [{ by: ruth, vote: 'yes', reason: 'You do not see wagons.', estimate: 17000 }],
    bets: [],
    comments: [],
  },
  f250: {
    owner: ruth,
    description: 'Long-bed pickup that still earns its keep.',
    votes: [
      { by: tom, vote: 'no', reason: 'It is a working truck. Let it work.', estimate: 15000 },
      { by: henrik, vote: 'no', estimate: 14000 },
    ],
    bets: [price(tom, 12000, 17000, 65)],
    comments: [{ by: henrik, photo: 0, text: 'Still on its first bed.' }],
  },
}
