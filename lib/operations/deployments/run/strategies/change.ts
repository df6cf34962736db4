import type { Instance } from '@/lib/adapters/db/generated/client'

/** The instances of the version before and those of the new one, of every process type. */
export interface Change {
  old: Instance[]
  fresh: Instance[]
}
