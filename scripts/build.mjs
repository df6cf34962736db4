// `npm run build`: makes what runs from the sources; parts whose sources have not changed are left alone.
import path from 'node:path'
import { stepPrinter } from '../bin/launcher/step-printer.mjs'
import { build } from './build/build.mjs'
import { withBuildLock } from './build/lock.mjs'

const root = path.resolve(import.meta.dirname, '..')
const step = stepPrinter(process.stdout)
try {
  await withBuildLock(root, step.note, () => build(root, step.run))
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
  process.exit(1)
}
