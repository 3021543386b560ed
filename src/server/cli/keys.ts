import { readConfig } from '../config.ts'
import { loadKeys } from '../keys.ts'

export async function run(): Promise<void> {
  const { publishableKey, secretKey } = await loadKeys(readConfig().dataDir)
  console.log(`SUPABASE_PUBLISHABLE_KEY=${publishableKey}\nSUPABASE_SECRET_KEY=${secretKey}`)
}
