import path from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': path.resolve(import.meta.dirname) } },
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/examples/**', 'node_modules/**'],
    globalSetup: ['tests/support/database-server.ts'],
    // Hooks create and start Postgres, or a whole panel: half a minute, more on a busy machine.
    hookTimeout: 180_000,
    // Real servers on a busy machine; a test that hangs ends all the same.
    testTimeout: 30_000,
  },
})
