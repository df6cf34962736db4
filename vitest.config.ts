import path from 'node:path'
import { defineConfig } from 'vitest/config'

/** Suites that start a whole panel, or build images: minutes on a busy machine. */
const WHOLE = ['tests/{e2e,bin,compose}/**/*.test.ts', 'tests/security/panel.test.ts']
const NEVER = ['tests/examples/**', 'node_modules/**']

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    globalSetup: ['tests/support/database-server.ts'],
    // Each suite of the second kind is a whole panel with builds; more of them at once only wait for each other.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['tests/**/*.test.ts'],
          exclude: [...NEVER, ...WHOLE],
          // Hooks create and start Postgres; a test that hangs ends all the same.
          hookTimeout: 180_000,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'whole',
          include: WHOLE,
          exclude: NEVER,
          hookTimeout: 300_000,
          testTimeout: 300_000,
          // Browsers and builds share two cores: what misses its moment once is asked a second time.
          retry: 1,
        },
      },
    ],
  },
})
