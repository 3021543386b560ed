import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { FunctionEnvironment } from './environment.ts'
import { FunctionError } from './http.ts'

/** supabase-js with the caller's own key and token, so that row level security decides what the function sees. */
export function clientOfCaller(request: Request, environment: FunctionEnvironment): SupabaseClient {
  const authorization = request.headers.get('authorization')
  return createClient(environment.supabaseUrl, request.headers.get('apikey') ?? environment.publishableKey, {
    global: { headers: authorization ? { authorization } : {}, fetch: environment.fetch },
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  })
}

type Answer<Data> =
  | { data: Data; error: null; status: number }
  | { data: null; error: { code: string; message: string }; status: number }

/** The data; a refusal of the caller's key or token is passed on, any other error is the function's own failure. */
export function unwrap<Data>(answer: Answer<Data>): Data {
  if (answer.error === null) return answer.data
  const { status, error } = answer
  if (status === 401) throw new FunctionError(401, error.code, error.message)
  throw new Error(`/rest/v1 answered ${status} ${error.code}: ${error.message}`)
}
