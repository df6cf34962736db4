import { parseOptions } from '../arguments'
import { openRuntime } from '../open-runtime'

export const summary = 'print a new one-time link that creates the first administrator'
export const usage = 'berth setup-link [--data-dir DIR]'

/** Prints the link, or a sentence when there is an administrator already. */
export async function run(argv: string[]): Promise<number> {
  const { dataDir } = parseOptions(argv, {})
  const { ctx, close } = await openRuntime(dataDir)
  const { issueSetupLink } = await import('@/lib/operations/accounts/issue-setup-link')
  try {
    const { url } = await issueSetupLink(ctx, {})
    console.log(url ?? 'There is an administrator already: sign in, or ask them.')
    return 0
  } finally {
    await close()
  }
}
