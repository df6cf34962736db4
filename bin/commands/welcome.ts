import { run } from '@/lib/adapters/process/run'
import { commandName } from '../command-name'
import { placesIn } from '../installation/places'
import { readSettings } from '../installation/settings'
import { CLI } from '../root'
import type { UpOptions } from '../up-options'

interface Up {
  kind: 'ready' | 'already-running'
  url: string
  pid?: number
}

/** Says where the panel is, and how the first administrator is made while there is none. */
export async function welcome(up: Up, options: UpOptions): Promise<void> {
  if (up.url === '') {
    console.log(
      `\nAnother berth up is starting the panel of ${options.dataDir}. See: ${commandName()} status`,
    )
    return
  }
  const how = up.kind === 'ready' ? 'is running' : `is already running (process ${up.pid})`
  console.log(`\nBerth ${how}: ${up.url}`)
  const link = await setupLink(options.dataDir)
  if (link) console.log(`Create the administrator with this link, which works once: ${link}`)
  if (up.kind === 'already-running') await sayWhatIsNotTaken(options)
  else if (link && new URL(up.url).hostname === 'localhost') {
    console.log(
      `To open it from other computers, give it a name: ${commandName()} up --url http://NAME --domain NAME`,
    )
  }
  if (!options.detach && up.kind === 'ready')
    console.log('Ctrl-C stops it, and the proxy: apps run on, but answer only while Berth runs.')
}

/** A running panel keeps the addresses it was started with. */
async function sayWhatIsNotTaken({ dataDir, port, url, domain }: UpOptions) {
  const kept = await readSettings(placesIn(dataDir))
  const differs = [
    [port, kept.port],
    [url, kept.url],
    [domain, kept.baseDomain],
  ].some(([wanted, used]) => wanted !== undefined && wanted !== used)
  if (differs) {
    console.log(
      `It keeps its port and addresses while it runs. To change them: ${commandName()} down, then up again.`,
    )
  }
}

/** In a process of its own: the supervisor's command would otherwise hold the database client for good. */
async function setupLink(dataDir: string): Promise<string | null> {
  const { exitCode, stdout, stderr } = await run(process.execPath, [CLI, 'setup-link', '--data-dir', dataDir])
  if (exitCode !== 0) throw new Error(`The set-up link could not be made: ${stderr.trim()}`)
  return /^http\S+$/m.exec(stdout.toString('utf8'))?.[0] ?? null
}
