// `npm test`: installs what the tests need on a Debian machine, starts a Docker engine if none runs, builds Berth,
// runs every suite, and ends with the line "N passed, N failed". Arguments go to vitest (names of files to run).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')
const TMP = path.join(ROOT, 'tests/.tmp')
const RESULTS = path.join(TMP, 'results.json')
const BASE_IMAGES = ['busybox', 'python', 'node', 'nginx', 'redis', 'postgres']
/** Program that shows whether a Debian package is there, and the packages to install when it is not. */
const PACKAGES = [
  ['/usr/sbin/dockerd', ['docker.io', 'iptables']],
  ['/usr/bin/redis-server', ['redis-server']],
  ['/usr/sbin/nginx', ['nginx-light', 'libnginx-mod-http-lua', 'lua-resty-core']],
  ['/usr/bin/chromium', ['chromium']],
  ['/usr/bin/mmdebstrap', ['mmdebstrap']],
  ['/usr/bin/ssh', ['openssh-client']],
]

function step(title, work) {
  const started = Date.now()
  process.stdout.write(`· ${title} … `)
  const said = work()
  process.stdout.write(`${said ?? 'done'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`)
}

function must(file, argv, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(file, argv, { cwd: ROOT, encoding: 'utf8', ...options })
  if (status === 0) return
  process.stdout.write(`failed\n${stdout ?? ''}${stderr ?? ''}${error ?? ''}\n`)
  finish(0, 1)
}

function finish(passed, failed) {
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed > 0 ? 1 : 0)
}

function installPackages() {
  const missing = PACKAGES.filter(([program]) => !existsSync(program)).flatMap(([, packages]) => packages)
  if (missing.length === 0) return 'all there'
  if (process.getuid?.() !== 0) {
    process.stdout.write(
      `missing\nAs root, run: apt-get install --no-install-recommends ${missing.join(' ')}\n`,
    )
    finish(0, 1)
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  must('apt-get', ['update', '-qq'], { env })
  must('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env })
  return `installed ${missing.join(' ')}`
}

const engineAnswers = () =>
  spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { encoding: 'utf8' }).status === 0

/** Starts a Docker engine for the time of the tests where none runs; returns what ends it. */
function startEngine() {
  if (engineAnswers()) return () => undefined
  const log = openSync(path.join(TMP, 'dockerd.log'), 'a')
  const engine = spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log] })
  engine.unref()
  for (let waited = 0; !engineAnswers(); waited += 250) {
    if (waited > 60_000) {
      console.log(readFileSync(path.join(TMP, 'dockerd.log'), 'utf8').slice(-2000))
      finish(0, 1)
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
  }
  return () => process.kill(engine.pid, 'SIGTERM')
}

function summary() {
  if (!existsSync(RESULTS)) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(
    readFileSync(RESULTS, 'utf8'),
  )
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every(({ status: s }) => s !== 'failed'),
  )
  for (const { name, message } of broken)
    console.log(`could not run ${path.relative(ROOT, name)}: ${message}`)
  return {
    passed: numPassedTests,
    failed:
      numFailedTests + (numFailedTests === 0 ? Math.min(numFailedTestSuites, broken.length) : broken.length),
  }
}

mkdirSync(TMP, { recursive: true })
rmSync(RESULTS, { force: true })
step('System packages', installPackages)
let stopEngine = () => undefined
step('Docker engine', () => {
  stopEngine = startEngine()
})
step('Base images', () => must('bash', ['tests/support/base-images.sh', ...BASE_IMAGES]))
step('Build', () => must(process.execPath, ['bin/berth', 'build']))
const vitest = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${RESULTS}`,
    ...process.argv.slice(2),
  ],
  { cwd: ROOT, stdio: 'inherit' },
)
stopEngine()
const { passed, failed } = summary()
finish(passed, failed === 0 && vitest.status !== 0 ? 1 : failed)
