import fc from 'fast-check'

/**
 * Property tests try the same cases in every run, so that one commit gives one result. `SEED=7 vitest ...` tries others;
 * a failure prints the seed and the smallest case that fails.
 */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_251_019) })

export default fc
export * from 'fast-check'
