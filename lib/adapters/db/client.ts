import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client'

export type Database = PrismaClient
/** A client inside a transaction. */
export type Transaction = Parameters<Parameters<Database['$transaction']>[0]>[0]

/** Opens a pool of at most `max` connections. */
export const connectDatabase = (url: string, max: number): Database =>
  new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max }) })
