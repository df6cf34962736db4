// doomed-worker.ts DEPLOYMENT POINT SIGNAL: a worker that runs one deployment and sends itself the signal (SIGKILL or
// SIGSTOP) right after the POINT-th thing it wrote or changed. It prints each: its number and name. Ends by itself when
// there are fewer.
import { writeSync } from 'node:fs'
import path from 'node:path'
import { runDeployment } from '@/lib/operations/deployments/run/run-deployment'
import { workerRuntime } from '@/lib/worker-runtime'

const EFFECTS = {
  docker: [
    'ensureNetwork',
    'ensureContainer',
    'start',
    'keepRunning',
    'stop',
    'terminate',
    'remove',
    'removeImage',
  ],
  proxy: ['apply'],
  builder: ['build'],
  git: ['fetch'],
}
const WRITES = ['create', 'update', 'updateMany', 'upsert', 'delete', 'deleteMany']
const MODELS = ['deployment', 'deploymentStep', 'instance', 'build', 'release']
const LEASE = 'UPDATE "Deployment" SET "leaseOwner"'

const [deploymentId = '', last = '', signal = 'SIGKILL'] = process.argv.slice(2)
let passed = 0

function point(name: string) {
  passed += 1
  writeSync(1, `${passed} ${name}\n`)
  if (passed === Number(last)) process.kill(process.pid, signal)
}

type Method = (...args: unknown[]) => unknown
const isMethod = (value: unknown): value is Method => typeof value === 'function'

/** The object with a failpoint after each call of these methods that has succeeded. */
function watched<T extends object>(
  target: T,
  name: string,
  counts: (key: string, args: unknown[]) => boolean,
): T {
  return new Proxy(target, {
    get(_, key) {
      const value: unknown = Reflect.get(target, key)
      if (name === 'db' && MODELS.includes(String(key)) && typeof value === 'object' && value !== null)
        return watched(value, String(key), write => WRITES.includes(write))
      if (!isMethod(value)) return value
      return (...args: unknown[]) => {
        const answer = Reflect.apply(value, target, args)
        if (!counts(String(key), args)) return answer
        return Promise.resolve(answer).then(result => {
          point(`${name}.${String(key)}`)
          return result
        })
      }
    },
  })
}

const takesLease = ([text]: unknown[]) => Array.isArray(text) && text.join('').includes(LEASE)

const root = path.resolve(import.meta.dirname, '../..')
const { ctx, close } = workerRuntime(root)
const doomed = {
  ...ctx,
  db: watched(
    ctx.db,
    'db',
    (key, args) => key === '$transaction' || (key === '$queryRaw' && takesLease(args)),
  ),
  docker: watched(ctx.docker, 'docker', key => EFFECTS.docker.includes(key)),
  proxy: watched(ctx.proxy, 'proxy', key => EFFECTS.proxy.includes(key)),
  builder: watched(ctx.builder, 'builder', key => EFFECTS.builder.includes(key)),
  git: watched(ctx.git, 'git', key => EFFECTS.git.includes(key)),
}
await runDeployment(doomed, deploymentId, new AbortController().signal)
await close()
process.exit(0)
