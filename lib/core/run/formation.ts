import * as z from 'zod'
import { canonicalJson } from '../canonical-json'
import { composeFormation } from '../compose/formation'
import { type ComposeService, releaseService } from '../compose/service'
import { type Command, isUsuallySingleton, usualStopSeconds } from './usual-process'

/** What runs: stored with each release. */
export const formation = z.array(
  z.object({
    processType: z.string(),
    /** null: the image's own command. A string runs through the container's `/bin/sh -c`. */
    command: z.union([z.string(), z.array(z.string())]).nullable(),
    count: z.number().int().min(0),
    memoryMb: z.number().int(),
    cpuMillis: z.number().int(),
    /** Never two at once, not even while a deployment replaces the one by the other. */
    singleton: z.boolean().default(false),
    /** From SIGTERM to SIGKILL. Absent in releases made before it could be set. */
    stopSeconds: z.number().int().optional(),
    /** Of a Compose file: what it says beyond the command, and its image. */
    service: releaseService.optional(),
  }),
)
export type Formation = z.infer<typeof formation>

/** What the user set per process type; what is absent is as the plan and the environment say, one instance. */
export const processOverrides = z.record(
  z.string(),
  z.object({
    command: z.string().optional(),
    count: z.number().int().min(0).optional(),
    memoryMb: z.number().int().optional(),
    cpuMillis: z.number().int().optional(),
    singleton: z.boolean().optional(),
    stopSeconds: z.number().int().optional(),
  }),
)
export type ProcessOverrides = z.infer<typeof processOverrides>

/** Runs once per deployment, before the new version starts; never part of what stays up. */
const RELEASE = 'release'
export interface FormationInput {
  processes: Record<string, { command: Command }>
  /** The plan's, when it comes from a Compose file. */
  services?: ComposeService[] | undefined
  /** Ids of the services' images by process type. */
  images?: Record<string, string>
  overrides: ProcessOverrides
  /** Limits of the environment, for process types without their own. */
  memoryMb: number
  cpuMillis: number
}

/**
 * The processes of the plan as the user changed them, `web` first and at least one of it. A process type without a
 * command of its own is left out: it would be a second `web`.
 */
export function formationOf(input: FormationInput): Formation {
  const { processes, services, images = {}, overrides, memoryMb, cpuMillis } = input
  if (services) return composeFormation({ services, images, overrides, memoryMb, cpuMillis })
  const planned = new Map(Object.entries(processes))
  const changed = new Map(Object.entries(overrides))
  const commandOf = (type: string) => changed.get(type)?.command ?? planned.get(type)?.command ?? null
  const others = [...new Set([...planned.keys(), ...changed.keys()])]
    .filter(type => type !== 'web' && type !== RELEASE && commandOf(type) !== null)
    .sort()
  return ['web', ...others].map(processType => {
    const own = changed.get(processType)
    const command = commandOf(processType)
    const singleton = own?.singleton ?? isUsuallySingleton(processType, command)
    const count = Math.max(processType === 'web' ? 1 : 0, own?.count ?? 1)
    return {
      processType,
      command,
      count: singleton ? Math.min(1, count) : count,
      memoryMb: own?.memoryMb ?? memoryMb,
      cpuMillis: own?.cpuMillis ?? cpuMillis,
      singleton,
      stopSeconds: own?.stopSeconds ?? usualStopSeconds(processType),
    }
  })
}

/** The process types that should not run twice and are to: the plan's commands count as far as they are known. */
export function doubledSingletons({
  processes,
  overrides,
}: Pick<FormationInput, 'processes' | 'overrides'>): string[] {
  const planned = new Map(Object.entries(processes))
  return Object.entries(overrides).flatMap(([type, { count, singleton, command }]) => {
    const single = singleton ?? isUsuallySingleton(type, command ?? planned.get(type)?.command ?? null)
    return single && (count ?? 1) > 1 ? [type] : []
  })
}

/** Process types that differ between what runs and what would run. Commands of the same image are compared as text. */
export function formationChanges(running: Formation, wanted: Formation): string[] {
  const form = (entry: Formation[number] | undefined) =>
    entry &&
    canonicalJson([
      entry.command,
      entry.count,
      entry.memoryMb,
      entry.cpuMillis,
      entry.singleton,
      entry.stopSeconds ?? usualStopSeconds(entry.processType),
      // Parsed as a stored one is: what a release does not keep is no difference.
      releaseService.optional().parse(entry.service) ?? null,
    ])
  const types = new Set([...running, ...wanted].map(({ processType }) => processType))
  const find = (list: Formation, type: string) => list.find(({ processType }) => processType === type)
  return [...types].filter(type => form(find(running, type)) !== form(find(wanted, type)))
}
