import { setTimeout as sleep } from 'node:timers/promises'
import { type EngineClient, translated } from '@/lib/adapters/engine/client'
import { linesOf } from '@/lib/adapters/engine/lines'
import { EngineUnavailable } from '@/lib/core/errors'
import { LABEL } from '@/lib/core/run/names'
import type { ContainerEvent } from '@/lib/ports/docker'

const FIRST_WAIT_MS = 100
const LAST_WAIT_MS = 5000
const ACTIONS = ['start', 'die', 'oom', 'destroy', 'health'] as const

/** See `DockerPort.events`. While the engine is away it asks again after 0.1 s, then ever later, at most every 5 s. */
export async function* containerEvents(
  engine: EngineClient,
  namespace: string,
  signal: AbortSignal,
): AsyncGenerator<ContainerEvent> {
  let wait = FIRST_WAIT_MS
  while (!signal.aborted) {
    try {
      for await (const event of oneConnection(engine, namespace, signal)) {
        wait = FIRST_WAIT_MS
        yield event
      }
    } catch (error) {
      if (signal.aborted) return
      const told = translated(error, signal)
      if (!(told instanceof EngineUnavailable)) throw told
    }
    await sleep(wait, undefined, { signal }).catch(() => undefined)
    wait = Math.min(LAST_WAIT_MS, wait * 2)
  }
}

async function* oneConnection(
  engine: EngineClient,
  namespace: string,
  signal: AbortSignal,
): AsyncGenerator<ContainerEvent> {
  const filters = {
    type: ['container'],
    label: [`${LABEL.namespace}=${namespace}`],
    event: ['start', 'die', 'oom', 'destroy', 'health_status'],
  }
  const query = { filters: JSON.stringify(filters) }
  const stream = await engine.stream({ method: 'GET', path: '/events', query, signal })
  for await (const line of linesOf(stream)) {
    const event = line && parseEvent(line)
    if (event) yield event
  }
}

interface EngineEvent {
  Action?: string
  timeNano?: number
  Actor?: { Attributes?: Record<string, string> }
}

/** The engine mixes name, image and labels in one object. */
function parseEvent(line: string): ContainerEvent | null {
  const { Action = '', timeNano, Actor }: EngineEvent = JSON.parse(line)
  const attributes = Actor?.Attributes ?? {}
  const action = ACTIONS.find(known => known === Action.replace(/^health_status.*/, 'health'))
  const labels = Object.entries(attributes).filter(([key]) => key.startsWith('berth.'))
  if (!action) return null
  return {
    action,
    name: attributes.name ?? '',
    labels: Object.fromEntries(labels),
    at: timeNano ? new Date(timeNano / 1e6) : new Date(),
    exitCode: attributes.exitCode === undefined ? null : Number(attributes.exitCode),
  }
}
