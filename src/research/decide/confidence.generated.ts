// Fitted by `npm run bench research -- --fit`; do not edit.
export const coefficients = {
  version: 0,
  labels: 0,
  intercept: -1,
  weights: { authority: 4, voices: 1.5, contradicted: -3, exact: 0.5 },
}
