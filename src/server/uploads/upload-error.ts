import { RowError } from '../../import/photo-rows.ts'
import { StoreError } from '../../import/photo-store.ts'
import { PhotoRefused } from '../../import/refusal.ts'
import { ApiError } from '../api-error.ts'
import { AuthError } from '../auth/auth-error.ts'
import { corsHeaders } from '../cors.ts'
import { isFull } from './receive.ts'

export const unknownVehicle = () => new ApiError(404, 'PT404', 'There is no such vehicle.')

export const unknownPhoto = () => new ApiError(404, 'PT404', 'There is no such photo.')

export const notTheOwner = () =>
  new ApiError(403, 'not_allowed', 'Only the owner adds photos and documents to a vehicle.')

export const busy = () =>
  new ApiError(503, 'busy', 'Many photos are being prepared. Send this one again in a moment.', {
    headers: { 'retry-after': '5' },
  })

/** @returns null for what nobody foresaw */
export function asApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error
  if (error instanceof PhotoRefused) {
    return new ApiError(error.code === 'too_large' ? 413 : 422, error.code, `The file ${error.message}.`)
  }
  if (error instanceof AuthError)
    return new ApiError(error.status, error.code, error.message, { headers: error.headers })
  if (error instanceof RowError && error.code === '42501') return notTheOwner()
  if (error instanceof RowError && error.code === '23503') return unknownVehicle() // removed while the photo came in
  if (error instanceof RowError && error.status >= 400 && error.status < 500) {
    return new ApiError(error.status, error.code, error.message)
  }
  if (isFull(error) || (error instanceof StoreError && isFull(error.cause)))
    return new ApiError(507, 'storage_full', 'The server has no room for more files.')
  return null
}

export function errorResponse({ status, body, headers }: ApiError): Response {
  return Response.json(body, { status, headers: { ...Object.fromEntries(corsHeaders), ...headers } })
}
