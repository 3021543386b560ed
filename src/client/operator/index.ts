/** What operators read and do, with accounts of their own; for everybody else each call throws `operators_only` or `not_allowed`. */
export * from './acts.ts'
export * from './disputes.ts'
export * from './held.ts'
export * from './overview.ts'
export * from './reports.ts'
