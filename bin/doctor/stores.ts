import { existsSync } from 'node:fs'
import path from 'node:path'
import { listPendingMigrations } from '@/lib/adapters/db/migrate'
import { askRedis, type RedisAnswer } from '@/lib/adapters/system/ask-redis'
import { ROOT } from '../root'
import { type DatabaseFacts, readDatabase } from './database'
import { type Finding, look, ok, problem } from './finding'
import type { Patient } from './patient'

/** Seconds; a worker writes every 10. */
const HEARTBEAT_AGE_MAX = 30

/** Where rows and jobs are kept. Those of our own are looked at only while Berth runs. */
export async function checkStores(patient: Patient): Promise<Finding[]> {
  const { environment, isRunning, places } = patient
  if (!environment) return []
  const { DATABASE_URL = '', REDIS_URL } = environment
  const queue = () =>
    look('Queue', `See the log: tail -n 50 ${places.redis}/redis.log`, async () => [
      judgeQueue(REDIS_URL, REDIS_URL ? await askRedis(REDIS_URL) : null, patient),
    ])
  const database = () =>
    look('Postgres', `See the log: tail -n 50 ${places.postgres}/postgres.log`, () =>
      checkDatabase(DATABASE_URL, patient),
    )
  return [
    ...(isRunning || !REDIS_URL?.startsWith('/') ? await queue() : []),
    ...(isRunning || !existsSync(`${places.postgres}/data`) ? await database() : []),
  ]
}

export function judgeQueue(
  address: string | undefined,
  answer: RedisAnswer | null,
  { places, command }: Pick<Patient, 'places' | 'command'>,
): Finding {
  if (address === undefined) return ok('Queue', 'Jobs are kept in Postgres')
  const isOurs = address.startsWith('/')
  if (answer) return ok('Queue', `Redis ${answer.version} (${isOurs ? 'private' : 'REDIS_URL'}) answers`)
  return isOurs
    ? problem(
        'Queue',
        'The private Redis does not answer',
        `Run: tail -n 50 ${places.redis}/redis.log, then ${command('down')} && ${command('up')}`,
      )
    : problem('Queue', 'The Redis of REDIS_URL does not answer', 'Start it, or correct REDIS_URL.')
}

async function checkDatabase(url: string, patient: Patient): Promise<Finding[]> {
  const pending = await listPendingMigrations(url, path.join(ROOT, 'prisma/migrations'))
  if (pending.length > 0) return [judgeMigrations(pending, patient)]
  const facts = await readDatabase(url)
  return [
    ok('Postgres', `Postgres ${facts.version} answers`),
    judgeMigrations(pending, patient),
    ...(patient.isRunning ? [judgeHeartbeat(facts, patient)] : []),
  ]
}

export function judgeMigrations(pending: string[], { command }: Pick<Patient, 'command'>): Finding {
  if (pending.length === 0) return ok('Migrations', 'The database is up to date')
  const fix = `Run: ${command('down')} && ${command('up')}`
  return problem('Migrations', `The database lacks: ${pending.join(', ')}`, fix)
}

export function judgeHeartbeat(
  { heartbeatAgeSeconds: age }: Pick<DatabaseFacts, 'heartbeatAgeSeconds'>,
  { places }: Pick<Patient, 'places'>,
): Finding {
  const fix = `See why: tail -n 50 ${places.log}/worker.log`
  if (age === null) return problem('Worker', 'No worker has reported yet', fix)
  const says = `Reported ${Math.max(0, Math.round(age))} s ago`
  return age <= HEARTBEAT_AGE_MAX ? ok('Worker', says) : problem('Worker', says, fix)
}
