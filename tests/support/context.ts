import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pino from 'pino'
import { systemClock } from '@/lib/adapters/clock'
import type { ProjectRole } from '@/lib/adapters/db/generated/client'
import { fileLogs } from '@/lib/adapters/logs/file-logs'
import { argon2Passwords } from '@/lib/adapters/passwords/argon2'
import { secretsAdapter } from '@/lib/adapters/secrets/secrets'
import { contextFor } from '@/lib/api/server'
import { readConfig } from '@/lib/config'
import type { Actor } from '@/lib/core/access/actor'
import type { Context } from '@/lib/operations/context'
import { newId } from '@/lib/operations/new-id'
import type { WebRuntime } from '@/lib/runtime'
import { type TestDatabase, testDatabase } from './database'
import { memoryEvents } from './memory-events'

const PUBLIC_URL = 'http://localhost:8080'

/** The parts of a web process on a database of its own. Its queue only notes what was asked of it. */
export interface TestRuntime {
  runtime: WebRuntime
  database: TestDatabase
  /** Jobs in the order they came, as `name key`. */
  jobs: string[]
  /** Lines of the process's log. */
  logLines: string[]
  /** Lets time pass for everything that asks the clock. */
  advance(ms: number): void
  /** A context of Berth itself. */
  system: Context
  as(actor: Actor): Context
  close(): Promise<void>
}

export async function testRuntime(settings: { publicUrl?: string } = {}): Promise<TestRuntime> {
  const database = await testDatabase()
  const publicUrl = settings.publicUrl ?? PUBLIC_URL
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'berth-test-'))
  const masterKey = randomBytes(32)
  const jobs: string[] = []
  const logLines: string[] = []
  let offset = 0
  const runtime: WebRuntime = {
    db: database.db,
    queue: {
      enqueue: async (name, _payload, { key }) => {
        jobs.push(`${name} ${key}`)
      },
    },
    events: memoryEvents(),
    logs: fileLogs({ dir: path.join(dataDir, 'logs') }),
    secrets: secretsAdapter(masterKey),
    passwords: argon2Passwords(),
    clock: { ...systemClock, now: () => new Date(Date.now() + offset) },
    log: pino({ level: 'debug' }, { write: line => void logLines.push(line) }),
    settings: {
      version: '0.0.0',
      publicUrl,
      baseDomain: 'apps.test',
      appScheme: 'http',
      appPortSuffix: ':8080',
      proxyDriver: 'nginx',
    },
    config: readConfig({
      NODE_ENV: 'test',
      BERTH_DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      BERTH_MASTER_KEY: masterKey.toString('base64'),
      BERTH_SESSION_SECRET: randomBytes(32).toString('hex'),
      BERTH_URL: publicUrl,
    }),
  }
  return {
    runtime,
    database,
    jobs,
    logLines,
    advance(ms) {
      offset += ms
    },
    system: contextFor(runtime, { kind: 'system' }),
    as: actor => contextFor(runtime, actor),
    async close() {
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** A person in the database, signed in, with a role in each given project. */
export async function person(
  { runtime }: TestRuntime,
  {
    isAdmin = false,
    roles = {},
    password,
  }: { isAdmin?: boolean; roles?: Record<string, ProjectRole>; password?: string } = {},
) {
  const userId = newId('user')
  const sessionId = newId('session')
  const name = `Person ${userId.slice(-6)}`
  const email = `${userId}@example.test`
  await runtime.db.user.create({
    data: {
      id: userId,
      name,
      email,
      isAdmin,
      passwordHash: password === undefined ? '!' : await runtime.passwords.hash(password),
      memberships: {
        create: Object.entries(roles).map(([projectId, role]) => ({ projectId, role })),
      },
      sessions: { create: { id: sessionId, expiresAt: new Date(Date.now() + 86_400_000) } },
    },
  })
  const actor = { kind: 'user', userId, name, isAdmin, sessionId } as const satisfies Actor
  return { userId, sessionId, name, email, actor }
}
