import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import path from 'node:path'
import { makeLogFolder } from '../installation/data-directory'
import { placesIn } from '../installation/places'
import { stepPrinter } from '../launcher/step-printer.mjs'
import { CLI, ROOT } from '../root'
import { type SupervisorEvent, supervisorEvent } from '../supervisor/events'
import { parseUpOptions, type UpOptions } from '../up-options'
import { run as runDemo } from './demo'
import { welcome } from './welcome'

export const summary = 'set up what is missing, start the panel and keep it running'
export const usage = `berth up [--detach] [--demo] [--port N] [--url URL] [--domain DOMAIN] [--proxy NAME] [--data-dir DIR]
  --detach       go on in the background; stop it with: berth down
  --demo         deploy the bundled example to staging and production
  --port N       port of the proxy (80 for root if it is free, else 8080; kept for later starts)
  --url URL      where people open the panel, as https://panel.example.com (kept)
  --domain NAME  apps get <app>-<environment>.NAME (localhost; kept)
  --proxy NAME   nginx, or traefik where you have installed it (nginx; kept)
  --data-dir DIR everything durable (/var/lib/berth for root, else ~/.local/share/berth)`

type Child = Awaited<ReturnType<typeof startSupervisor>>

/** Starts the supervisor and shows what it does; in the foreground, stays until it ends. */
export async function run(argv: string[]): Promise<number> {
  const options = parseUpOptions(argv)
  const child = await startSupervisor(options, argv)
  const ended = endOf(child)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => child.kill('SIGTERM'))
  const first = await Promise.race([showUntilUp(child), ended])
  if (typeof first === 'number') return first
  await welcome(first, options)
  const exitCode = options.demo ? await runDemo(['--data-dir', options.dataDir]) : 0
  if (!options.detach && first.kind === 'ready') return ended
  if (child.connected) child.disconnect()
  child.unref()
  return exitCode
}

/** A session of its own: Ctrl-C reaches this command only, which asks the supervisor to end everything in order. */
async function startSupervisor({ dataDir }: UpOptions, argv: string[]) {
  const places = placesIn(dataDir)
  await makeLogFolder(places)
  const file = openSync(path.join(places.log, 'berth.log'), 'a', 0o640)
  return spawn(process.execPath, [CLI, 'supervise', ...argv], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', file, file, 'ipc'],
  })
}

/** Its exit code, after its last event. */
async function endOf(child: Child): Promise<number> {
  const [[code]] = await Promise.all([once(child, 'exit'), once(child, 'disconnect')])
  return typeof code === 'number' ? code : 1
}

type Up = Extract<SupervisorEvent, { kind: 'ready' | 'already-running' }>

/** Prints events, all the time; resolves with the one that says that the panel is up. */
function showUntilUp(child: Child): Promise<Up> {
  const printer = stepPrinter(process.stdout)
  return new Promise(resolve => {
    child.on('message', message => {
      const event = supervisorEvent.parse(message)
      if (event.kind === 'begin') printer.begin(event.text)
      else if (event.kind === 'done') printer.done(event.text, event.ms)
      else if (event.kind === 'note') printer.note(event.text)
      else if (event.kind === 'failed') printer.failed(event.message)
      else resolve(event)
    })
  })
}
