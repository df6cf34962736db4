import type { Evidence } from '../problem'
import type { Source } from '../source'
import type { Dependencies } from './dependencies'
import type { DjangoProject } from './django'
import { maskPython } from './mask'
import { moduleOf } from './modules'

export interface WorkerProposal {
  type: 'worker' | 'beat'
  command: string
  evidence: Evidence
}

const CELERY_APP = /^([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=[ \t]*(?:celery\.)?Celery[ \t]*\(/m

/** A Celery worker (as many children as fit the memory, not the server's cores), and beat when the app has a schedule. */
export function proposeWorkers(
  source: Source,
  files: string[],
  dependencies: Dependencies,
  django: DjangoProject | null,
): WorkerProposal[] {
  if (!dependencies.has('celery')) return []
  for (const file of files) {
    const text = source.text(file) ?? ''
    const name = text.includes('Celery') ? CELERY_APP.exec(maskPython(text))?.[1] : undefined
    const module = name ? moduleOf(source, file, django?.folder ?? '') : null
    if (!name || !module) continue
    const app = `celery -A ${module}:${name}`
    const worker: WorkerProposal = {
      type: 'worker',
      command: `exec ${app} worker --loglevel=info --concurrency=$WEB_CONCURRENCY`,
      evidence: { file, says: 'a Celery app, run as process type "worker"' },
    }
    return hasSchedule(source, files, dependencies) ? [worker, beat(app, file)] : [worker]
  }
  return []
}

const hasSchedule = (source: Source, files: string[], dependencies: Dependencies) =>
  dependencies.has('django-celery-beat') ||
  files.some(file =>
    /\b(beat_schedule|CELERY_BEAT_SCHEDULE|add_periodic_task)\b/.test(source.text(file) ?? ''),
  )

/** The schedule file goes to /tmp: the app's folder may be read-only. */
const beat = (app: string, file: string): WorkerProposal => ({
  type: 'beat',
  command: `exec ${app} beat --loglevel=info --schedule=/tmp/celerybeat-schedule`,
  evidence: { file, says: 'a Celery schedule, run as process type "beat"' },
})
