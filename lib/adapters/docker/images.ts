import type { ImageInspectInfo } from 'dockerode'
import { type EngineClient, unless } from '@/lib/adapters/engine/client'
import type { DockerPort } from '@/lib/ports/docker'
import { imagePath } from './paths'

type Images = Pick<DockerPort, 'imageExists' | 'findImage' | 'exposedPorts' | 'removeImage'>

export function images(engine: EngineClient): Images {
  const inspect = (reference: string) =>
    unless(
      [404],
      null,
      engine.json<ImageInspectInfo>({ method: 'GET', path: `${imagePath(reference)}/json` }),
    )
  return {
    imageExists: async reference => (await inspect(reference)) !== null,
    async findImage(reference) {
      const image = await inspect(reference)
      return (
        image && {
          id: image.Id,
          names: [...(image.RepoTags ?? []), ...(image.RepoDigests ?? [])],
          labels: image.Config?.Labels ?? {},
          volumes: Object.keys(image.Config?.Volumes ?? {}),
        }
      )
    },
    exposedPorts: async reference => portsOf(await inspect(reference)),
    // 404: it is gone. 409: a container still uses it; it stays.
    removeImage: reference =>
      unless([404, 409], undefined, engine.json<void>({ method: 'DELETE', path: imagePath(reference) })).then(
        () => undefined,
      ),
  }
}

function portsOf(image: ImageInspectInfo | null): number[] {
  const exposed = Object.keys(image?.Config?.ExposedPorts ?? {})
  const tcp = exposed.flatMap(text => /^(\d+)(?:\/tcp)?$/.exec(text)?.[1] ?? [])
  return tcp.map(Number).sort((a, b) => a - b)
}
