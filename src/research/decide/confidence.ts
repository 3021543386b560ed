import { type Group, independent } from './claims.ts'
import { coefficients } from './confidence.generated.ts'

/** What is known of a claim before anybody says whether it is right. Each from 0 to 1. */
export type Features = { authority: number; voices: number; contradicted: number; exact: number }

/**
 * The probability that the first claim is right: a logistic model fitted on the golden set (`npm run bench research -- --fit`),
 * split by vehicle and source; see docs/research.md for its reliability. Never a model's own word.
 */
export function confidenceOf(features: Features): number {
  const { intercept, weights } = coefficients
  const z =
    intercept +
    (Object.keys(weights) as (keyof Features)[]).reduce((sum, name) => sum + weights[name] * features[name], 0)
  return Math.round(1000 / (1 + Math.exp(-z))) / 1000
}

export function featuresOf(group: Group, contradicted: boolean): Features {
  const trusts = independent(group.evidence)
  const named = group.evidence.some(({ passage: { subject } }) => subject.model || subject.vehicleId)
  return {
    authority: trusts[0] ?? 0,
    voices: 1 - 0.5 ** Math.max(0, trusts.length - 1),
    contradicted: contradicted ? 1 : 0,
    exact: named ? 1 : 0,
  }
}
