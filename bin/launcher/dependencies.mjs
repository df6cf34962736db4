import { readFileSync } from 'node:fs'
import path from 'node:path'
import { runLogged } from '../../scripts/build/run-logged.mjs'

/** Whether what npm has installed differs from the lock file. npm's own record is compared, so that `npm install` counts. */
export function dependenciesAreMissing(root) {
  const wanted = packagesOf(path.join(root, 'package-lock.json'))
  const installed = packagesOf(path.join(root, 'node_modules/.package-lock.json'))
  if (installed === null) return true
  return Object.entries(wanted ?? {}).some(([name, { version, optional, link }]) => {
    if (name === '' || link) return false
    const found = installed[name]
    return found ? found.version !== version : !optional
  })
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

/** Installs exactly what the lock file names. */
export const installDependencies = (root, step) =>
  step('Installing npm packages', async () => {
    await runLogged(root, 'npm', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund'])
    return 'npm packages installed'
  })
