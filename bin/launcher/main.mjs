// What has to happen before the command itself, written in TypeScript, can run: dependencies and build.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { stepPrinter } from './step-printer.mjs'

const ROOT = path.resolve(import.meta.dirname, '../..')
const CLI = path.join(ROOT, 'dist/cli.mjs')

/** Runs one command line of `berth`. */
export async function main(argv) {
  const [command, ...rest] = argv
  try {
    if (command === 'build' || (command === 'up' && !asksForHelp(rest))) await prepare(command, rest)
    if (command === 'build') return
    if (!existsSync(CLI))
      throw new Error('Berth is not built yet. Run ./bin/berth up, which also sets up what is missing.')
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
  await import(pathToFileURL(CLI).href)
}

const asksForHelp = argv => argv.includes('--help') || argv.includes('-h')

async function prepare(command, argv) {
  const { withBuildLock } = await import('../../scripts/build/lock.mjs')
  const { installDependencies, dependenciesAreMissing } = await import('./dependencies.mjs')
  const { build, staleParts } = await import('../../scripts/build/build.mjs')
  const work = () => [...(dependenciesAreMissing(ROOT) ? ['dependencies'] : []), ...staleParts(ROOT)]
  if (work().length === 0) return
  if (command === 'up' && isRunning(argv)) {
    console.log(
      'The sources have changed since this panel was started. To bring them in: berth down, then berth up.',
    )
    return
  }
  const step = stepPrinter(process.stdout)
  await withBuildLock(ROOT, step.note, async () => {
    if (dependenciesAreMissing(ROOT)) await installDependencies(ROOT, step.run)
    await build(ROOT, step.run)
  })
}

/** A panel must not lose the files it runs from. */
const isRunning = argv =>
  existsSync(CLI) &&
  spawnSync(process.execPath, [CLI, 'is-running', ...argv], { stdio: 'ignore' }).status === 0
