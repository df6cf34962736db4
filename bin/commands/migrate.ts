import path from 'node:path'
import { deployMigrations } from '@/lib/adapters/db/migrate'
import { parseOptions } from '../arguments'
import { ROOT } from '../root'

export const summary = 'bring the database of DATABASE_URL up to date (berth up does it by itself)'
export const usage = 'DATABASE_URL=… berth migrate'

/** For containers, where nothing else prepares the database. */
export async function run(argv: string[]): Promise<number> {
  parseOptions(argv, {})
  const { DATABASE_URL } = process.env
  if (!DATABASE_URL) throw new Error('Set DATABASE_URL to the database to be brought up to date.')
  const applied = await deployMigrations(DATABASE_URL, path.join(ROOT, 'prisma/migrations'))
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`)
  return 0
}
