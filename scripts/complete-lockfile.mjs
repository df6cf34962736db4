// `npm run lock:complete`: adds to package-lock.json the packages of other platforms that a registry mirror lacked when
// it was written. npm leaves them out then, and `npm ci` refuses a lock file without them, on every platform.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const FILE = path.resolve(import.meta.dirname, '../package-lock.json')
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'win32']
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'wasm32', 'ppc64', 'riscv64', 's390x']

const lock = JSON.parse(readFileSync(FILE, 'utf8'))
let added = 0
for (const [place, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(place, name)) continue
    lock.packages[`node_modules/${name}`] = {
      version,
      ...platform(name),
      optional: true,
      ...(dev ? { dev } : {}),
    }
    added += 1
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')))
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`)
process.stdout.write(`${added} packages added\n`)

/** As Node looks for it: beside the package that wants it, then further up. */
function isLocked(place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('node_modules/') - 1, 0))) {
    if (lock.packages[`${folder && `${folder}/`}node_modules/${name}`]) return true
    if (folder === '') return false
  }
}

/** Prebuilt programs are named after what they are for: `cli-linux-arm64-musl`. */
function platform(name) {
  const parts = name.split(/[/-]/)
  const os = SYSTEMS.filter(system => parts.includes(system))
  const cpu = PROCESSORS.filter(processor => parts.includes(processor))
  const libc = ['musl'].filter(kind => parts.includes(kind))
  if (cpu.length === 0) throw new Error(`The platform of ${name} is not known: add it by hand.`)
  return { cpu, ...(os.length ? { os } : {}), ...(libc.length ? { libc } : {}) }
}
