/** The SDK: typed calls over supabase-js, one file a resource. */
export * from './account.ts'
export * from './account-mail.ts'
export { castVote, withdrawVote } from './acts/cast-vote.ts'
export * from './acts/change-comments.ts'
export * from './acts/change-tags.ts'
export { findReasonUseful } from './acts/find-useful.ts'
export { type Act, type Acts, openActs, type WaitingAct } from './acts/index.ts'
export * from './acts/on-photos.ts'
export { reportPhoto } from './acts/report-photo.ts'
export * from './afterwards.ts'
export * from './bets.ts'
export { createPaddock, type PaddockClient } from './client.ts'
export * from './comments.ts'
export * from './comparable-sales.ts'
export type { Database, Json } from './database.generated.ts'
export * from './details.ts'
export * from './documents.ts'
export * from './dossier.ts'
export { isNotSignedIn, isOffline, isPaddockError, PaddockError, type PaddockErrorCode } from './errors.ts'
export * from './find.ts'
export * from './follows.ts'
export * from './forecasters.ts'
export * from './forecasts.ts'
export * from './garage.ts'
export * from './hand-over.ts'
export * from './insights.ts'
export {
  addSource,
  type NewSource,
  type SourceHealth,
  type SourceRefusal,
  sourceHealth,
  sourceRefusals,
} from './library.ts'
export * from './likes.ts'
export { type Topic, type VehicleChange, type Versions, watchVehicle, watchVehicles } from './live/index.ts'
export * from './log.ts'
export * from './nominations.ts'
export * from './notice-settings.ts'
export * from './notices.ts'
export * from './operator/index.ts'
export {
  awaitsConfirmation,
  type BuildReport,
  type Evidence,
  listOutcomes,
  type Outcome,
  reportBuild,
  withdrawOutcome,
} from './outcomes.ts'
export * from './people.ts'
export * from './photo-edits.ts'
export { countView, type Device, listPhotos, logView, type Photo } from './photos.ts'
export * from './points.ts'
export * from './questions.ts'
export * from './related.ts'
export * from './research.ts'
export * from './session.ts'
export * from './shares.ts'
export * from './sources.ts'
export * from './specs.ts'
export * from './tags.ts'
export { textBetween } from './text-offsets.ts'
export { createTracker, type Rejection, type Tracker, type TrackerOptions } from './tracker/tracker.ts'
export { type Upload, type UploadOptions, uploadPhoto } from './upload.ts'
export {
  listCards,
  listMakes,
  listVehicles,
  loadVehicle,
  type Vehicle,
  type VehicleCard,
  type VehicleFacts,
} from './vehicles.ts'
export {
  type Cohort,
  listReasons,
  listUsefulReasons,
  loadVote,
  loadVoteSummary,
  loadVoteWeight,
  type Reason,
  type Verdict,
  type Vote,
  type VoteSummary,
  type VoteWeight,
} from './votes.ts'
