import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerInfo, ContainerInspectInfo } from 'dockerode'
import { type EngineClient, EngineRefused, unless } from '@/lib/adapters/engine/client'
import type { ContainerSpec } from '@/lib/core/run/container-spec'
import { LABEL } from '@/lib/core/run/names'
import { startRefusal } from '@/lib/core/run/start-refused'
import type { ContainerState, DockerPort } from '@/lib/ports/docker'
import { createBody, fingerprint } from './create-body'
import { containerPath, networkPath } from './paths'
import { glanceOf, stateOf } from './state'

type Containers = Pick<
  DockerPort,
  | 'ensureContainer'
  | 'start'
  | 'keepRunning'
  | 'leaveEnded'
  | 'inspect'
  | 'glance'
  | 'list'
  | 'diskUse'
  | 'stop'
  | 'terminate'
  | 'remove'
  | 'wait'
>

/** dockerode's type lacks it. */
type WithStopSignal = ContainerInspectInfo & { Config: { StopSignal?: string } }

/** What the engine may take to end a container beside the time the container is given. */
const STOP_MARGIN_MS = 60_000
/** To measure what containers wrote means to look at each of their files. */
const MEASURE_MS = 10 * 60_000
const POLL_MS = 50
const POLL_TRIES = 200

export function containers(engine: EngineClient, namespace: string): Containers {
  const state = (name: string) => inspect(engine, name)
  return {
    inspect: state,
    ensureContainer: spec => ensure(engine, namespace, spec),
    start: name => start(engine, name),
    keepRunning: name => restartPolicy(engine, name, 'unless-stopped'),
    leaveEnded: name => unless([404], undefined, restartPolicy(engine, name, 'no')),
    async glance() {
      const found = await summaries(engine, { [LABEL.namespace]: namespace })
      return found.map(glanceOf)
    },
    list: labels => list(engine, { ...labels, [LABEL.namespace]: namespace }),
    diskUse: () => diskUse(engine, { [LABEL.namespace]: namespace }),
    async stop(name, timeoutSeconds) {
      const path = `${containerPath(name)}/stop`
      const timeoutMs = timeoutSeconds * 1000 + STOP_MARGIN_MS
      await unless(
        [404],
        undefined,
        engine.json({ method: 'POST', path, query: { t: timeoutSeconds }, timeoutMs }),
      )
    },
    terminate: name => terminate(engine, name),
    remove: name => remove(engine, name),
    async wait(name, signal) {
      const path = `${containerPath(name)}/wait`
      const { StatusCode } = await engine.json<{ StatusCode: number }>({
        method: 'POST',
        path,
        signal,
        timeoutMs: null,
      })
      return { exitCode: StatusCode, oomKilled: (await state(name))?.oomKilled ?? false }
    },
  }
}

async function inspect(engine: EngineClient, name: string): Promise<ContainerState | null> {
  const path = `${containerPath(name)}/json`
  const info = await unless([404], null, engine.json<ContainerInspectInfo>({ method: 'GET', path }))
  return info && stateOf(info)
}

/** Takes the container of this name when it was made from this very specification; any other of ours gives way. */
async function ensure(engine: EngineClient, namespace: string, spec: ContainerSpec): Promise<ContainerState> {
  const isOurs = (state: ContainerState) => state.labels[LABEL.namespace] === namespace
  const fits = (state: ContainerState) =>
    isOurs(state) &&
    state.labels[LABEL.spec] === fingerprint(spec) &&
    state.status !== 'removing' &&
    state.status !== 'dead'
  const there = await inspect(engine, spec.name)
  if (there && fits(there)) {
    await joinNetworks(engine, spec)
    return there
  }
  if (there && !isOurs(there)) {
    throw new Error(
      `A container named ${spec.name} is on the engine that Berth did not make. Rename or remove it.`,
    )
  }
  if (there) await remove(engine, there.id)
  const request = {
    method: 'POST',
    path: '/containers/create',
    query: { name: spec.name },
    body: createBody(spec),
  } as const
  // 409: another worker made it in between.
  await unless([409], undefined, refusable(engine.json(request)))
  const made = await appeared(engine, spec.name)
  if (made && fits(made)) {
    await joinNetworks(engine, spec)
    return made
  }
  throw new Error(`The container ${spec.name} was changed by something else while it was created.`)
}

/** Old engines take one network when a container is created. 403: it is in the network already. */
async function joinNetworks(engine: EngineClient, { name, moreNetworks = [] }: ContainerSpec): Promise<void> {
  for (const network of moreNetworks) {
    const path = `${networkPath(network.name)}/connect`
    const body = { Container: name, EndpointConfig: { Aliases: network.aliases } }
    await unless([403], undefined, engine.json({ method: 'POST', path, body }))
  }
}

/** A name is taken before its container can be seen. */
async function appeared(engine: EngineClient, name: string): Promise<ContainerState | null> {
  for (let tries = 0; tries < POLL_TRIES; tries++) {
    const state = await inspect(engine, name)
    if (state) return state
    await sleep(POLL_MS)
  }
  return null
}

async function start(engine: EngineClient, name: string): Promise<void> {
  await refusable(engine.json({ method: 'POST', path: `${containerPath(name)}/start` }))
}

async function terminate(engine: EngineClient, name: string): Promise<void> {
  const path = containerPath(name)
  const info = await unless([404], null, engine.json<WithStopSignal>({ method: 'GET', path: `${path}/json` }))
  if (!info?.State.Running) return
  const signal = info.Config.StopSignal ?? 'SIGTERM'
  // 409: it has ended meanwhile.
  await unless(
    [404, 409],
    undefined,
    engine.json({ method: 'POST', path: `${path}/kill`, query: { signal } }),
  )
}

/** What no retry mends is told as `StartRefused`. */
async function refusable<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    const refusal = error instanceof EngineRefused && startRefusal(error.message, { cause: error })
    throw refusal || error
  }
}

async function restartPolicy(engine: EngineClient, name: string, policy: 'unless-stopped' | 'no') {
  const body = { RestartPolicy: { Name: policy } }
  await engine.json({ method: 'POST', path: `${containerPath(name)}/update`, body })
}

/** `SizeRw` only when asked for, and absent when it is nothing. */
type ListedContainer = ContainerInfo & { SizeRw?: number }

/** One line per container, running or not. */
function summaries(
  engine: EngineClient,
  labels: Record<string, string>,
  options: { size?: true } = {},
): Promise<ListedContainer[]> {
  const label = Object.entries(labels).map(([key, value]) => `${key}=${value}`)
  const query = { all: true, filters: JSON.stringify({ label }), ...options }
  const timeoutMs = options.size ? MEASURE_MS : undefined
  return engine.json({ method: 'GET', path: '/containers/json', query, timeoutMs })
}

async function diskUse(engine: EngineClient, labels: Record<string, string>) {
  const found = await summaries(engine, labels, { size: true })
  return found.map(({ Id, Names, SizeRw = 0 }) => ({
    id: Id,
    name: Names[0]?.replace(/^\//, '') ?? '',
    bytes: SizeRw,
  }))
}

async function list(engine: EngineClient, labels: Record<string, string>): Promise<ContainerState[]> {
  const found = await summaries(engine, labels)
  const states = await Promise.all(found.map(({ Id }) => inspect(engine, Id)))
  return states.flatMap(state => state ?? [])
}

async function remove(engine: EngineClient, name: string): Promise<void> {
  const there = await inspect(engine, name)
  if (!there) return
  const request = {
    method: 'DELETE',
    path: containerPath(there.id),
    query: { force: true, v: true },
  } as const
  // 409: its removal is under way already; the name is free when that has ended.
  await unless([404, 409], undefined, engine.json(request))
  for (let tries = 0; tries < POLL_TRIES; tries++) {
    if (!(await inspect(engine, there.id))) return
    await sleep(POLL_MS)
  }
  throw new Error(`The engine did not remove the container ${name}.`)
}
