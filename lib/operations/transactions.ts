import { Prisma } from '@/lib/adapters/db/generated/client'

/** Runs `attempt` again, at most three times in all, when somebody else took the same unique value meanwhile. */
export async function retryOnConflict<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = 2; ; left -= 1) {
    try {
      return await attempt()
    } catch (error) {
      if (left === 0 || !isUniqueConflict(error)) throw error
    }
  }
}

/** Whether a write failed because a unique value is taken. */
export const isUniqueConflict = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
