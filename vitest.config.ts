import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

/** Only what hangs should run into these: a machine that is busy with something else is no reason to fail. */
const patient = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 60_000 } } }
const withDatabase = { globalSetup: './test/support/global-setup.ts', ...patient }

/** `vitest --project unit` needs nothing; `database` starts one Postgres for the run; `browser` also the system's Chromium. */
export default defineConfig({
  test: {
    // The default leaves one core idle: of two, half. Tests wait for Postgres and Chromium more than they compute.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'], ...patient } },
      { test: { name: 'database', include: ['test/database/**/*.test.ts'], ...withDatabase } },
      { test: { name: 'lifecycle', include: ['test/lifecycle/**/*.test.ts'], ...patient } },
      { test: { name: 'browser', include: ['test/browser/**/*.test.ts'], ...withDatabase } },
    ],
  },
})
