import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { typeFiles } from '../../../scripts/generate-type.ts'

test('the fonts and the lettering are what scripts/generate-type.ts makes of the typefaces', {
  timeout: 30_000,
}, async () => {
  for (const [path, content] of await typeFiles()) {
    const committed = await readFile(join(import.meta.dirname, '../../..', path))
    expect(committed.equals(Buffer.from(content)), `${path} is stale; run node scripts/generate-type.ts`).toBe(true)
  }
})
