import { timingSafeEqual } from 'node:crypto'
import type { Transaction } from '@/lib/adapters/db/client'
import { hashSecretToken } from './secret-token'

/** Whether `token` is that of the setup link which is still unused. Takes the same time for every wrong token. */
export async function setupLinkIsValid(db: Pick<Transaction, 'setupLink'>, token: string): Promise<boolean> {
  const link = await db.setupLink.findFirst({ where: { usedAt: null }, orderBy: { createdAt: 'desc' } })
  const given = Buffer.from(hashSecretToken(token))
  return link !== null && timingSafeEqual(given, Buffer.from(link.hash))
}
