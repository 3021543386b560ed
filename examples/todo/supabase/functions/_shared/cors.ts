/** Pages of any origin may call: who asks hangs on the key and token, not on cookies. */
export const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, x-client-info, apikey, content-type',
}
