import { takeLock } from '../supervisor/lock'
import { parseUpOptions } from '../up-options'

/** For the launcher: ends with 0 while a panel of this data directory runs, else with 1. */
export async function run(argv: string[]): Promise<number> {
  const lock = await takeLock(parseUpOptions(argv).dataDir)
  return lock === null ? 0 : 1
}
