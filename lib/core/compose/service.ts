import * as z from 'zod'

/** A named volume of the app in an environment, mounted at `path`. */
export const volumeMount = z.object({ name: z.string(), path: z.string(), readOnly: z.boolean() })
export type VolumeMount = z.infer<typeof volumeMount>

export const tmpfsMount = z.object({ path: z.string(), sizeMb: z.number().int().nullable() })
export type TmpfsMount = z.infer<typeof tmpfsMount>

/** As the engine takes it: `test` begins with CMD, CMD-SHELL or NONE. null: as the image says. */
export const healthcheck = z.object({
  test: z.array(z.string()).nullable(),
  intervalMs: z.number().int().nullable(),
  timeoutMs: z.number().int().nullable(),
  startPeriodMs: z.number().int().nullable(),
  retries: z.number().int().nullable(),
})
export type Healthcheck = z.infer<typeof healthcheck>

/** `processType` must be running, healthy, or have ended well before the service starts. */
export const dependency = z.object({
  processType: z.string(),
  condition: z.enum(['started', 'healthy', 'completed']),
})
export type Dependency = z.infer<typeof dependency>

/** How a service runs. Texts may hold `${NAME}`: the app's variables are filled in when a container is made. */
const running = {
  /** As the Compose file calls it; other services find it under this name. */
  name: z.string(),
  aliases: z.array(z.string()),
  entrypoint: z.array(z.string()).nullable(),
  /** null: the app's variable of that name, if there is one. */
  environment: z.record(z.string(), z.string().nullable()),
  volumes: z.array(volumeMount),
  tmpfs: z.array(tmpfsMount),
  dependsOn: z.array(dependency),
  healthcheck: healthcheck.nullable(),
  user: z.string().nullable(),
  workingDir: z.string().nullable(),
  stopSeconds: z.number().int().nullable(),
  /** Runs to its end in each deployment, before the services that wait for that. */
  once: z.boolean(),
  /** Left running by a deployment that changes nothing of it, and never run twice: it has data, or a role of its own. */
  kept: z.boolean(),
}

/** A service as a release holds it. */
export const releaseService = z.object({
  ...running,
  /** Id of the image on the engine. */
  image: z.string(),
  /** Built from the repository: the app's variables are given to it, too. */
  ownCode: z.boolean(),
})
export type ReleaseService = z.infer<typeof releaseService>

/** A service as a Compose file describes it. */
export const composeService = z.object({
  ...running,
  /** `web` for the one that answers requests. */
  processType: z.string(),
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('image'), reference: z.string() }),
    z.object({
      kind: z.literal('build'),
      /** Folder relative to the root directory; empty for the top. */
      context: z.string(),
      /** Relative to the root directory; it may be outside the context. */
      dockerfile: z.string(),
      text: z.string(),
      target: z.string().nullable(),
      args: z.record(z.string(), z.string()),
      ignore: z.array(z.string()),
    }),
  ]),
  command: z.array(z.string()).nullable(),
  ports: z.array(z.number().int()),
  replicas: z.number().int(),
  memoryMb: z.number().int().nullable(),
  cpuMillis: z.number().int().nullable(),
})
export type ComposeService = z.infer<typeof composeService>

/** Something of a Compose file that Berth does not do, why, and what to do instead. */
export const refusal = z.object({
  /** null: it stands at the top of the file. */
  service: z.string().nullable(),
  key: z.string(),
  why: z.string(),
  instead: z.string(),
})
export type Refusal = z.infer<typeof refusal>
