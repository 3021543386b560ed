// Fitted on the labels of test/golden/calibration.ts by `npm run bench research -- --fit`; do not edit.
export const coefficients = {
  "version": 1,
  "labels": 1224,
  "intercept": -1.1916,
  "weights": {
    "authority": 5.0065,
    "voices": 8.8657,
    "contradicted": -0.9549,
    "exact": 0.134
  }
}
