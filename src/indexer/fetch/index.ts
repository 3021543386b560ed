export {
  type Answer,
  createGuardedFetch,
  type FetchOptions,
  type GuardedFetch,
  type GuardOptions,
  type Resolve,
  readContentType,
  redirectOf,
} from './guarded-fetch.ts'
export { type FetchCode, FetchError, isFetchError } from './refusal.ts'
export { type AllowList, authorityOf, readAllowList } from './target.ts'
