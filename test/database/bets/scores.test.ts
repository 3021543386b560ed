import { expect, test } from 'vitest'
import { community } from '../../support/community.ts'

const { sql } = await community()

/** The value of a SQL expression. */
async function value(expression: string): Promise<number> {
  const [row] = await sql.unsafe(`select (${expression})::float8 as value`)
  return row?.value
}

// Where a value is published, its source is named. scoringRules: the tests of the R package of Jordan, Krüger and Lerch (JSS 90/12,
// 2019), tests/testthat. scoringrules: the documentation strings of the Python package of Zanetta and Allen. properscoring: the tests
// of the Python package, properscoring/tests/test_crps.py. The others were integrated numerically with mpmath 1.3.
test.each([
  [
    'Brier 1950: no rain at 10 % and rain at 90, 80 and 30 %',
    '(app.brier_score(0.1, false) + app.brier_score(0.9, true) + app.brier_score(0.8, true) + app.brier_score(0.3, false)) / 4',
    0.0375,
  ],
  ['a Brier score is 0 and 1 at its ends', 'app.brier_score(1, true) + app.brier_score(1, false)', 1],
  ['log score: ln 2 for a coin', 'app.log_score(0.5, false)', Math.LN2],
  ['log score: -ln 0.9', 'app.log_score(0.9, true)', -Math.log(0.9)],
  ['CRPS of a normal, scoringRules test-crps_norm.R', 'app.crps_normal(0, 1, -3)', 2.43657473],
  ['CRPS of a normal, scaled, scoringRules test-crps_norm.R', 'app.crps_normal(0, 0.9, -2.7)', 2.43657473 * 0.9],
  ['CRPS of a normal, scoringrules crps_normal', 'app.crps_normal(0.1, 0.4, 0)', 0.10339992515976162],
  ['CRPS of a lognormal, scoringRules test-crps_lnorm.R', 'app.crps_lognormal(0.1, 0.9, 3)', 1.13552645],
  [
    'CRPS of a mixture of normals, scoringrules crps_mixnorm',
    "app.crps_normal_mixture('{0.1,-0.3,1}', '{0.4,2.1,0.7}', '{0.1,0.2,0.7}', 0)",
    0.46806866729387275,
  ],
  ['CRPS of an ensemble, properscoring', "app.crps_ensemble('{0,1}', 2)", 1.25],
  ['CRPS of an ensemble, properscoring', "app.crps_ensemble('{1,0,0}', 0)", 1 / 9],
  ['CRPS of an ensemble, properscoring', "app.crps_ensemble('{0,0,1}', 1)", 4 / 9],
  ['CRPS of an ensemble, properscoring', "app.crps_ensemble('{-1,0,0,1}', 0)", 1 / 8],
  [
    'CRPS of a lognormal spread over powers of ten, integrated',
    'app.crps_lognormal(10.8, 7.6, 50000)',
    13161874672.9859,
  ],
  ['CRPS of a narrow lognormal, integrated', 'app.crps_lognormal(10.8, 0.037, 49000)', 424.040729989519],
  [
    'CRPS of a mixture of lognormals, integrated',
    "app.crps_lognormal_mixture('{9,9.5,10.2}', '{0.2,0.5,0.3}', '{0.2,0.5,0.3}', 9000)",
    3877.81997143625,
  ],
  [
    'CRPS cut at the horizon, finished before it, integrated',
    'app.crps_lognormal_cut(5.5, 1, 300, 730)',
    65.0331104978,
  ],
  ['CRPS cut at the horizon, unfinished, integrated', 'app.crps_lognormal_cut(5.5, 1, 900, 730)', 284.783840768],
  ['CRPS cut at the horizon, far from it, integrated', 'app.crps_lognormal_cut(3, 0.07, 10, 730)', 9.33994202346],
  ['CRPS of a curve, integrated', "app.crps_curve('[[0, 0.1], [1, 0.3], [3, 0.9], [4, 0.95]]', 0.5)", 0.679166667],
  ['kernel loss, integrated', "app.kernel_loss(10, 0.3, 10.4, '{0.1,0.3,0.9}')", 0.29739385625],
  ['bivariate normal: the quadrant of correlation 1/2 holds a third', 'app.binormal_cdf(0, 0, 0.5)', 1 / 3],
])('%s', async (_, expression, expected) => {
  const found = await value(expression)
  expect(Math.abs(found - expected)).toBeLessThan(1e-7 * Math.max(1, Math.abs(expected)))
})

test('a mixture of one is its component, and a mixture of lognormals is what its members come to', async () => {
  expect(await value("app.crps_normal_mixture('{5}', '{2}', '{3}', 4)")).toBeCloseTo(
    await value('app.crps_normal(5, 2, 4)'),
    12,
  )
  expect(await value("app.crps_lognormal_mixture('{2}', '{0.5}', '{1}', 4)")).toBeCloseTo(
    await value('app.crps_lognormal(2, 0.5, 4)'),
    10,
  )
  const members = `(select array_agg(app.component_quantile('lognormal', 0, l, 0.3, (n - 0.5) / 2000)) from generate_series(1, 2000) n, unnest(array[2, 3]) l)`
  expect(await value("app.crps_lognormal_mixture('{2,3}', '{0.3,0.3}', '{1,1}', 10)")).toBeCloseTo(
    await value(`app.crps_ensemble(${members}, 10)`),
    3,
  )
})

test('a horizon far away cuts nothing', async () => {
  expect(await value('app.crps_lognormal_cut(3, 0.2, 18, 1e6)')).toBeCloseTo(
    await value('app.crps_lognormal(3, 0.2, 18)'),
    7,
  )
})

type Scores = { score: number; skill_score: number; wager_score: number }

async function score(type: string, prediction: object, confidence: number, result: object): Promise<Scores> {
  const [row] = await sql<Scores[]>`
    select * from app.bet_score(${type}, ${sql.json(prediction as never)}, ${confidence}, '2026-11-24T12:00Z', ${sql.json(result as never)})`
  return row as Scores
}

const build = { opened: '2026-11-01', horizon: '2028-11-01' }
const kinds: [string, object, object][] = [
  ['value_milestone', { target_value: 50_000, by_date: '2030-12-31' }, { reached: true }],
  ['value_milestone', { target_value: 50_000, by_date: '2030-12-31' }, { reached: false }],
  ['auction_price', { target_value: 50_000 }, { value: 52_000 }],
  ['auction_price', { target_value: 1_000_000_000 }, { value: 0.01 }],
  ['auction_price', { low: 0.01, high: 1_000_000_000 }, { value: 30_000 }],
  ['next_mod_value', { modification: 'x', target_value: 4_000 }, { value: 3_000 }],
  ['next_mod_value', { modification: 'x', target_value: -1_000_000_000 }, { value: 1_000_000_000 }],
  ['completion_date', { by_date: '2027-06-01' }, { date: '2027-05-20', ...build }],
  ['completion_date', { by_date: '2099-12-31' }, { date: '2026-11-24', ...build }],
  ['completion_date', { by_date: '2026-11-24' }, { unfinished_on: '2028-11-01', ...build }],
  ['completion_date', { by_date: '2027-06-01' }, { unfinished_on: '2028-11-01' }],
]

test.each(kinds)(
  '%s %o at %o: the score that moves points is from 0 to 1, whatever the confidence',
  async (type, prediction, result) => {
    for (const confidence of [0, 0.01, 1, 50, 99, 100]) {
      const { score: loss, skill_score, wager_score } = await score(type, prediction, confidence, result)
      expect(loss).toBeGreaterThanOrEqual(0)
      expect(loss).toBeLessThanOrEqual(1e15)
      expect(skill_score).toBeLessThanOrEqual(1)
      expect(wager_score).toBeGreaterThanOrEqual(0)
      expect(wager_score).toBeLessThanOrEqual(1)
    }
  },
)

test('a coin is the baseline of a milestone', async () => {
  expect(await score('value_milestone', { target_value: 1, by_date: '2030-12-31' }, 50, { reached: true })).toEqual({
    score: 0.25,
    skill_score: 0,
    wager_score: 0.75,
  })
})

test('the baselines of the rest lose on average what they are said to lose', async () => {
  // By the outcomes that a baseline itself expects, at evenly spaced probabilities.
  const price = await value(`
    (select avg(app.kernel_loss(10, 0.29911615, 10 + 0.29911615 * app.normal_quantile((n - 0.5) / 4000), '{0.1,0.3,0.9}')) from generate_series(1, 4000) n)`)
  expect(price).toBeCloseTo(await value("app.expected_kernel_loss(0.29911615, '{0.1,0.3,0.9}')"), 4)
  const band = await value('app.normal_cdf(ln(1.1) / 0.29911615) - app.normal_cdf(-ln(1.1) / 0.29911615)')
  expect(band).toBeCloseTo(0.25, 6)
  const uniform = await value(
    `(select avg(app.crps_curve('[[0, 0], [1, 1]]', (n - 0.5) / 1000)) from generate_series(1, 1000) n)`,
  )
  expect(uniform).toBeCloseTo(1 / 6, 4)
})

// Strictly proper: who believes a distribution expects the most from stating it. The belief is a bet itself; answers are its quantiles.
test.each([
  [
    'auction_price',
    { target_value: 40_000 },
    'value',
    [{ target_value: 37_000 }, { target_value: 40_000 }, { target_value: 43_000 }],
  ],
  [
    'next_mod_value',
    { modification: 'x', target_value: 8_000 },
    'value',
    [
      { modification: 'x', target_value: 7_000 },
      { modification: 'x', target_value: 8_000 },
      { modification: 'x', target_value: 9_000 },
    ],
  ],
] as const)('%s: nothing pays better on average than what one believes', async (type, belief, _, others) => {
  const expected = async (prediction: object, confidence: number) => {
    const [row] = await sql`
      select avg(s.wager_score) as wager, avg(s.score) as score
      from app.bet_distribution(${type}, ${sql.json(belief)}, 60, '2026-11-24') d, generate_series(1, 400) n
      cross join lateral app.bet_score(${type}, ${sql.json(prediction as never)}, ${confidence}, '2026-11-24',
        jsonb_build_object('value', app.component_quantile(d.family, d.origin, d.location, d.scale, (n - 0.5) / 400))) s`
    return { wager: row?.wager as number, score: row?.score as number }
  }
  const honest = await expected(belief, 60)
  for (const other of others)
    for (const confidence of [35, 60, 85]) {
      if (JSON.stringify(other) === JSON.stringify(belief) && confidence === 60) continue
      const { wager, score } = await expected(other, confidence)
      expect(wager).toBeLessThan(honest.wager)
      expect(score).toBeGreaterThan(honest.score)
    }
})

test('completion_date: nothing pays better than what one believes, though half of it lies beyond the horizon', async () => {
  const expected = async (date: string, confidence: number) => {
    const [row] = await sql`
      select avg(s.wager_score) as wager
      from app.bet_distribution('completion_date', '{"date": "2028-10-01"}', 30, '2026-11-24') d, generate_series(1, 400) n
      cross join lateral app.bet_score('completion_date', ${sql.json({ date })}, ${confidence}, '2026-11-24',
        jsonb_build_object('opened', '2026-11-24', 'horizon', '2028-11-24', 'date', date '1970-01-01'
          + round(app.component_quantile(d.family, d.origin, d.location, d.scale, (n - 0.5) / 400))::int)) s`
    return row?.wager as number
  }
  const honest = await expected('2028-10-01', 30)
  for (const [date, confidence] of [
    ['2028-06-01', 30],
    ['2029-02-01', 30],
    ['2028-10-01', 10],
    ['2028-10-01', 60],
  ] as const)
    expect(await expected(date, confidence)).toBeLessThan(honest)
})
