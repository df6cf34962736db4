import { readFile } from 'node:fs/promises'
import type { ContainerInspectInfo } from 'dockerode'
import { type EngineClient, unless } from '@/lib/adapters/engine/client'
import { type ListeningSocket, parseListening } from '@/lib/core/run/listening'
import { logFrames } from './log-frames'
import { containerPath } from './paths'

const FILES = ['/proc/net/tcp', '/proc/net/tcp6']

/** See `DockerPort.listeningPorts`. Empty when neither the host nor the container lets us look. */
export async function listeningPorts(engine: EngineClient, name: string): Promise<ListeningSocket[]> {
  const path = containerPath(name)
  const info = await unless(
    [404],
    null,
    engine.json<ContainerInspectInfo>({ method: 'GET', path: `${path}/json` }),
  )
  if (!info?.State.Running) return []
  return parseListening((await readOnHost(info)) ?? (await readInside(engine, path)))
}

/** The kernel shows a process's network through its folder in /proc, if the engine's processes are our neighbours. */
async function readOnHost({ Id, State: { Pid } }: ContainerInspectInfo): Promise<string | null> {
  try {
    // Inside a container of its own, Berth would find another process under this number.
    if (!(await readFile(`/proc/${Pid}/cgroup`, 'utf8')).includes(Id)) return null
    const texts = await Promise.all(
      FILES.map(file => readFile(`/proc/${Pid}/net/${file.split('/').at(-1)}`, 'utf8')),
    )
    return texts.join('\n')
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null
    throw error
  }
}

/** 404, 409, 500: there is no `cat` in the image, or the container has just ended. */
async function readInside(engine: EngineClient, path: string): Promise<string> {
  const body = { AttachStdout: true, AttachStderr: false, Cmd: ['cat', ...FILES] }
  const request = { method: 'POST', path: `${path}/exec`, body } as const
  const exec = await unless([404, 409, 500], null, engine.json<{ Id: string }>(request))
  if (!exec) return ''
  const start = {
    method: 'POST',
    path: `/exec/${exec.Id}/start`,
    body: { Detach: false, Tty: false },
  } as const
  const stream = await unless([400, 404, 409, 500], null, engine.stream(start))
  const parts: Buffer[] = []
  if (stream) for await (const { payload } of logFrames(stream)) parts.push(payload)
  return Buffer.concat(parts).toString('latin1')
}
