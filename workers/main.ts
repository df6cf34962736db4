import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startWorkers } from '@/lib/adapters/queue/workers'
import { carryOutStop } from '@/lib/operations/app-environments/carry-out-stop'
import { removeApp } from '@/lib/operations/apps/remove'
import { runCleanup } from '@/lib/operations/cleanup/run/run-cleanup'
import { runComparison } from '@/lib/operations/comparisons/run'
import { runDeployment } from '@/lib/operations/deployments/run/run-deployment'
import { runInspection } from '@/lib/operations/inspections/run'
import { diskLimiter } from '@/lib/operations/instances/limit-disk'
import { retireInstances } from '@/lib/operations/instances/retire'
import { collectLogs } from '@/lib/operations/logs/collect'
import { sweep } from '@/lib/operations/reconcile/sweep'
import { takeOverFromDead } from '@/lib/operations/reconcile/take-over'
import { refreshRoutes } from '@/lib/operations/routes/refresh'
import { beat } from '@/lib/operations/system/beat'
import { sayWhatLimitsBuilds, workerRuntime } from '@/lib/worker-runtime'
import { every, watchInstances } from './loops'

const SWEEP_MS = 15_000
const BEAT_MS = 10_000
const RETIRE_MS = 500
const TAKE_OVER_MS = 1000
const DISK_MS = 2000

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const { ctx, config, log, close } = workerRuntime(root)
const ending = new AbortController()

const workers = startWorkers({
  ...config,
  log,
  handlers: {
    'deployment.run': ({ deploymentId }) => runDeployment(ctx, deploymentId, ending.signal),
    'inspection.run': ({ inspectionId }) => runInspection(ctx, { inspectionId }),
    'comparison.run': ({ comparisonId }) => runComparison(ctx, { comparisonId }),
    'app-environment.stop': ({ appEnvironmentId }) => carryOutStop(ctx, appEnvironmentId),
    'routes.refresh': () => refreshRoutes(ctx),
    'cleanup.run': ({ cleanupRunId }) => runCleanup(ctx, cleanupRunId, ending.signal),
    'app.remove': ({ appId }) => removeApp(ctx, appId),
  },
})
const loops = [
  every(SWEEP_MS, () => sweep(ctx), ending.signal, log),
  every(BEAT_MS, () => beat(ctx), ending.signal, log),
  every(RETIRE_MS, () => retireInstances(ctx), ending.signal, log),
  every(TAKE_OVER_MS, () => takeOverFromDead(ctx, ending.signal), ending.signal, log),
  every(DISK_MS, diskLimiter(ctx), ending.signal, log),
  watchInstances(ctx, ending.signal),
  collectLogs(ctx, ending.signal),
]
log.info({ workerId: ctx.workerId }, 'worker started')

await sayWhatLimitsBuilds({ config, log })

let stopping = false
/** Hands running deployments over, waits for what must end, and exits. */
async function stop() {
  if (stopping) return
  stopping = true
  log.info('worker is ending')
  ending.abort(new Error('the worker is ending'))
  await workers.close()
  await Promise.allSettled(loops)
  await close()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
