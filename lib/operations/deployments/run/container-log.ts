import type { ContainerLogLine } from '@/lib/ports/docker'
import type { Run } from './run'

const DRAIN_MS = 2000
/** Last lines that are shown of a container whose output was too much to be read to its end. */
const TAIL = 100

/** Copies what a container writes into the deployment's log until it ends or `stop` is called. */
export function containerLog(
  { ctx, log }: Run,
  name: string,
  source: string,
): { drained(): Promise<void>; stop(): void } {
  const stopping = new AbortController()
  const latest = { ms: 0, texts: new Set<string>() }
  let ended = false
  const take = ({ at, stream, text }: ContainerLogLine) => {
    if (at.getTime() > latest.ms) Object.assign(latest, { ms: at.getTime(), texts: new Set() })
    latest.texts.add(text)
    log.line(source, stream, text)
  }
  const isNew = ({ at, text }: ContainerLogLine) =>
    at.getTime() > latest.ms || (at.getTime() === latest.ms && !latest.texts.has(text))
  const following = (async () => {
    for await (const line of ctx.docker.logs(name, { follow: true, signal: stopping.signal })) take(line)
    ended = !stopping.signal.aborted
  })().catch(error => {
    if (!stopping.signal.aborted) ctx.log.warn({ error, name }, 'could not follow the log of a container')
  })
  return {
    /** Waits for the last lines after the exit: two seconds, then only they are read. */
    async drained() {
      await Promise.race([following, ctx.clock.sleep(DRAIN_MS)])
      if (ended) return
      stopping.abort()
      await following
      log.say(source, 'Lines may be missing here: they came faster than they could be read.')
      for await (const line of ctx.docker.logs(name, { tail: TAIL })) if (isNew(line)) take(line)
    },
    stop: () => stopping.abort(),
  }
}
