import { expect, test } from 'vitest'
import { isNotSignedIn, isOffline, isPaddockError, PaddockError, unwrap } from '../../../src/client/errors.ts'

function thrown(
  error: { message: string; code?: string; details?: string; hint?: string; status?: number },
  status?: number,
): PaddockError {
  try {
    unwrap({ data: null, error, status })
  } catch (caught) {
    if (isPaddockError(caught)) return caught
  }
  throw new Error('No PaddockError was thrown.')
}

test('an answer without an error is its data', () => {
  expect(unwrap({ data: [1], error: null })).toEqual([1])
  expect(unwrap({ data: null, error: null })).toBeNull()
})

test('a broken constraint gives its name as the code and its promise as the message', () => {
  const error = thrown({
    code: '23514',
    message: 'new row for relation "vehicle_bets" violates check constraint "confidence_is_from_0_to_100_percent"',
  })
  expect(error).toMatchObject({
    code: 'confidence_is_from_0_to_100_percent',
    message: 'Confidence is from 0 to 100 percent.',
  })
})

test('what hangs on an account that is gone says so, and not that the vehicle is', () => {
  const details = 'Key (user_id)=(7d444840-9dc0-11d1-b245-5ffdce74fad2) is not present in table "users".'
  const message =
    'insert or update on table "auction_votes" violates foreign key constraint "auction_votes_user_id_fkey"'
  expect(thrown({ code: '23503', message, details }, 409)).toMatchObject({ code: 'account_gone' })
  const gone = details.replace('user_id', 'vehicle_id').replace('users', 'vehicles')
  expect(thrown({ code: '23503', message, details: gone }, 409)).toMatchObject({ code: 'unknown_vehicle' })
})

test('a malformed prediction says what the database says about it', () => {
  const error = thrown({ code: '23514', message: 'by_date must be a day such as "2027-06-30", from 2000 to 2100' })
  expect(error).toMatchObject({
    code: 'invalid_prediction',
    message: 'By_date must be a day such as "2027-06-30", from 2000 to 2100.',
  })
})

test('a refusal in the database’s own words keeps them, with the rule as the code and the hint behind', () => {
  const error = thrown({
    code: '23514',
    message: 'The stake of 900 is above your balance of 640 points.',
    details: 'stake_is_within_the_balance',
    hint: 'Stake less.',
  })
  expect(error).toMatchObject({
    code: 'stake_is_within_the_balance',
    message: 'The stake of 900 is above your balance of 640 points. Stake less.',
  })
})

test('details that are no rule are no code', () => {
  const error = thrown({ code: '42501', message: 'permission denied', details: 'Failing row contains (1, 2).' })
  expect(error.code).toBe('not_allowed')
})

test.each([
  [{ code: '23503', message: 'There is no vehicle 1.' }, 'unknown_vehicle'],
  [{ code: '23503', message: 'There is no photo 1.' }, 'unknown_photo'],
  [{ code: 'PT404', message: 'There is no photo 1.' }, 'unknown_photo'],
  [{ code: 'PGRST303', message: 'JWT expired' }, 'not_signed_in'],
  [{ code: '42501', message: 'permission denied for table vehicles' }, 'not_allowed'],
  [{ code: 'invalid_credentials', message: 'Invalid login credentials', status: 400 }, 'wrong_email_or_password'],
  [
    { code: 'email_exists', message: 'A user with this email address has already been registered', status: 422 },
    'email_taken',
  ],
  [{ code: 'weak_password', message: 'Password should be longer', status: 422 }, 'weak_password'],
  [{ code: 'over_request_rate_limit', message: 'Request rate limit reached', status: 429 }, 'too_many_requests'],
  [{ message: 'TypeError: Failed to fetch' }, 'offline'],
  [{ message: 'TypeError: Load failed' }, 'offline'],
  [{ code: 'XX000', message: 'fetching went wrong inside', status: 500 }, 'unexpected'],
] as const)('%o is %s, and says what to do', (failure, code) => {
  const error = thrown(failure)
  expect(error.code).toBe(code)
  expect(error.message).toMatch(/\.$/)
  expect(error.cause).toMatchObject({ message: failure.message })
})

test('guards tell errors apart', () => {
  expect(isOffline(thrown({ message: 'fetch failed' }))).toBe(true)
  expect(isNotSignedIn(thrown({ code: 'PGRST301', message: 'JWT not valid' }))).toBe(true)
  expect(isPaddockError(new Error('other'))).toBe(false)
  expect(isOffline(new PaddockError('unexpected', 'No.'))).toBe(false)
})
