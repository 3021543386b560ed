import type { Features } from '../../src/research/decide/confidence.ts'
import type { Label } from '../../test/golden/calibration.ts'

export type Coefficients = {
  version: number
  labels: number
  intercept: number
  weights: Record<keyof Features, number>
}

const names = ['authority', 'voices', 'contradicted', 'exact'] as const
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z))
const z = (c: Coefficients, features: Features) =>
  names.reduce((sum, name) => sum + c.weights[name] * features[name], c.intercept)
export const predict = (c: Coefficients, features: Features) => sigmoid(z(c, features))

/** Logistic regression by gradient descent with a little ridge (0.001), so that a feature without variance does not run away. */
export function fit(labels: Label[], version: number): Coefficients {
  const train = labels.filter(({ held }) => !held)
  let c: Coefficients = {
    version,
    labels: train.length,
    intercept: 0,
    weights: { authority: 0, voices: 0, contradicted: 0, exact: 0 },
  }
  for (let round = 0; round < 20_000; round++) {
    const gradient = { intercept: 0, authority: 0, voices: 0, contradicted: 0, exact: 0 }
    for (const { features, right } of train) {
      const error = Number(right) - predict(c, features)
      gradient.intercept += error
      for (const name of names) gradient[name] += error * features[name]
    }
    const rate = 1 / train.length
    c = {
      ...c,
      intercept: c.intercept + rate * gradient.intercept,
      weights: Object.fromEntries(
        names.map((name) => [
          name,
          c.weights[name] + rate * (gradient[name] - 0.001 * train.length * 0.01 * c.weights[name]),
        ]),
      ) as Coefficients['weights'],
    }
  }
  const rounded = (n: number) => Number(n.toFixed(4))
  return {
    ...c,
    intercept: rounded(c.intercept),
    weights: Object.fromEntries(names.map((name) => [name, rounded(c.weights[name])])) as Coefficients['weights'],
  }
}

export type Bin = { from: number; to: number; n: number; said: number; right: number }

/** Reliability of held-out labels in ten equal bins. */
export function reliability(c: Coefficients, labels: Label[]): { bins: Bin[]; error: number } {
  const held = labels.filter((label) => label.held)
  const bins = Array.from({ length: 10 }, (_, n): Bin => {
    const inside = held.filter(({ features }) => Math.min(9, Math.floor(predict(c, features) * 10)) === n)
    const mean = (of: number[]) => (of.length === 0 ? 0 : of.reduce((a, b) => a + b, 0) / of.length)
    return {
      from: n / 10,
      to: (n + 1) / 10,
      n: inside.length,
      said: mean(inside.map(({ features }) => predict(c, features))),
      right: mean(inside.map(({ right }) => Number(right))),
    }
  })
  return { bins, error: bins.reduce((sum, bin) => sum + (bin.n / held.length) * Math.abs(bin.said - bin.right), 0) }
}
