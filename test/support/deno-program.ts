import { join } from 'node:path'
import { findDeno } from '../../src/server/functions/project/deno.ts'

/** The real Deno of the tests' tools. */
export function denoProgram(): string {
  const program = findDeno(null, join(import.meta.dirname, '../tools'))
  if (!program) throw new Error('Deno is not installed: run `npm ci --prefix test/tools`.')
  return program
}
