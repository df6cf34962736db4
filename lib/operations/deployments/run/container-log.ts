import type { Run } from './run'

const DRAIN_MS = 2000

/** Copies what a container writes into the deployment's log until it ends or `stop` is called. */
export function containerLog(
  { ctx, log }: Run,
  name: string,
  source: string,
): { drained(): Promise<void>; stop(): void } {
  const stopping = new AbortController()
  const done = (async () => {
    for await (const line of ctx.docker.logs(name, { follow: true, signal: stopping.signal })) {
      log.line(source, line.stream, line.text)
    }
  })().catch(error => {
    if (!stopping.signal.aborted) ctx.log.warn({ error, name }, 'could not follow the log of a container')
  })
  return {
    /** Waits for the last lines after the exit, at most two seconds. */
    drained: () => Promise.race([done, ctx.clock.sleep(DRAIN_MS)]),
    stop: () => stopping.abort(),
  }
}
