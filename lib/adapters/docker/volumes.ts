import type { VolumeInspectInfo } from 'dockerode'
import { type EngineClient, unless } from '@/lib/adapters/engine/client'
import type { VolumeSpec } from '@/lib/core/run/container-spec'
import { LABEL } from '@/lib/core/run/names'
import type { DockerPort } from '@/lib/ports/docker'
import { volumePath } from './paths'

type Volumes = Pick<DockerPort, 'ensureVolume' | 'removeVolume'>

export function volumes(engine: EngineClient, namespace: string): Volumes {
  return {
    ensureVolume: spec => ensure(engine, spec),
    /** 404: it is gone. */
    async removeVolume(name) {
      const there = await inspect(engine, name)
      if (!there) return
      if (there.Labels?.[LABEL.namespace] !== namespace) throw foreign(name)
      await unless([404], undefined, engine.json({ method: 'DELETE', path: volumePath(name) }))
    },
  }
}

const inspect = (engine: EngineClient, name: string) =>
  unless([404], null, engine.json<VolumeInspectInfo>({ method: 'GET', path: volumePath(name) }))

/** A volume holds data: one of another app, or with options that nobody here gave it, is never taken. */
async function ensure(engine: EngineClient, { name, labels }: VolumeSpec): Promise<void> {
  const body = { Name: name, Driver: 'local', Labels: labels }
  if (!(await inspect(engine, name))) await engine.json({ method: 'POST', path: '/volumes/create', body })
  const there = await inspect(engine, name)
  const isOurs =
    there?.Driver === 'local' &&
    Object.keys(there.Options ?? {}).length === 0 &&
    Object.entries(labels).every(([key, value]) => there.Labels?.[key] === value)
  if (!isOurs) throw foreign(name)
}

const foreign = (name: string) =>
  new Error(
    `A volume named ${name} is on the engine that Berth did not make for this app. Rename or remove it.`,
  )
