import { defineConfig } from 'vitest/config'

const withDatabase = { globalSetup: './test/support/global-setup.ts', testTimeout: 20_000, hookTimeout: 60_000 }

/** `vitest --project unit` needs nothing; `database` starts one Postgres for the run; `browser` also the system's Chromium. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.{ts,tsx}'] } },
      { test: { name: 'database', include: ['test/database/**/*.test.ts'], ...withDatabase } },
      {
        test: { name: 'lifecycle', include: ['test/lifecycle/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          ...withDatabase,
          testTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
