import type { Transaction } from '@/lib/adapters/db/client'
import { Prisma } from '@/lib/adapters/db/generated/client'

/** What must not be decided by two transactions at once: who is the first user, which names are still free. */
export type LockName = 'setup' | 'project-slugs' | 'hostnames'

/** Makes transactions that ask for the same lock wait for each other until they end. */
export async function lockUntilEnd(tx: Transaction, name: LockName): Promise<void> {
  const key = `berth.${name}`
  await tx.$queryRaw`SELECT 1 AS locked FROM (SELECT pg_advisory_xact_lock(hashtext(${key}))) AS lock`
}

/** Whether a write failed because a unique value is taken. */
export const isUniqueConflict = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
