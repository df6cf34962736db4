import type { OutputOf } from '@/lib/api/contract'
import type { LogEntry } from '@/lib/core/logs/entry'
import type { Panel } from './panel'

type Inspection = OutputOf<'inspections.get'>

/** Has a worker look at the app's repository and waits for what it finds. */
export async function inspect(panel: Panel, appId: string, branch?: string): Promise<Inspection> {
  const { id } = await panel.call('inspections.create', { appId, ...(branch ? { branch } : {}) })
  const until = Date.now() + 120_000
  for (;;) {
    const inspection = await panel.call('inspections.get', { appId, inspectionId: id })
    if (inspection.status !== 'PENDING') return inspection
    if (Date.now() > until) throw new Error('the inspection does not end')
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

/** Every line of a deployment's log. */
export async function logLines(panel: Panel, deploymentId: string): Promise<LogEntry[]> {
  const lines: LogEntry[] = []
  for (;;) {
    const after = lines.at(-1)?.n ?? 0
    const { entries } = await panel.call('deployments.log', { deploymentId, after, limit: 5000 })
    if (entries.length === 0) return lines
    lines.push(...entries)
  }
}

/** What Berth itself says in a deployment's log. */
export async function notesOf(panel: Panel, deploymentId: string): Promise<string> {
  const lines = await logLines(panel, deploymentId)
  return lines
    .filter(({ stream }) => stream === 'system')
    .map(({ text }) => text)
    .join('\n')
}
