import * as z from 'zod'

/** What the supervisor tells the command that started it, over their channel. */
export const supervisorEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('begin'), text: z.string() }),
  z.object({ kind: z.literal('done'), text: z.string(), ms: z.number() }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  z.object({ kind: z.literal('ready'), url: z.string() }),
  z.object({ kind: z.literal('already-running'), url: z.string(), pid: z.number() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
])
export type SupervisorEvent = z.infer<typeof supervisorEvent>

/** Writes events to our own output, which is the log file, and to whoever listens. */
export function tell(event: SupervisorEvent): void {
  if (process.connected) process.send?.(event)
  if (event.kind === 'begin') return
  const text =
    'text' in event ? event.text : 'message' in event ? event.message : `${event.kind} at ${event.url}`
  process.stdout.write(`${new Date().toISOString()} ${text}\n`)
}

/** One step with its time. `work` returns what was done, when that says more than `text`. */
export async function step<T>(
  text: string,
  work: () => Promise<T>,
  said?: (result: T) => string,
): Promise<T> {
  const started = performance.now()
  tell({ kind: 'begin', text })
  const result = await work()
  tell({ kind: 'done', text: said?.(result) ?? text, ms: performance.now() - started })
  return result
}
