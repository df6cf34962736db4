import * as z from 'zod'

/** What runs: stored with each release. */
export const formation = z.array(
  z.object({
    processType: z.string(),
    /** null: the image's own command. A string runs through the container's `/bin/sh -c`. */
    command: z.union([z.string(), z.array(z.string())]).nullable(),
    count: z.number().int().min(0),
    memoryMb: z.number().int(),
    cpuMillis: z.number().int(),
  }),
)
export type Formation = z.infer<typeof formation>

/** What the user set per process type; what is absent is as the plan says, one instance. */
export const processOverrides = z.record(
  z.string(),
  z.object({ command: z.string().optional(), count: z.number().int().min(0).optional() }),
)
export type ProcessOverrides = z.infer<typeof processOverrides>

/** Runs once per deployment, before the new version starts; never part of what stays up. */
const RELEASE = 'release'

/**
 * The processes of the plan as the user changed them, `web` first and at least one of it. A process type without a
 * command of its own is left out: it would be a second `web`.
 */
export function formationOf({
  processes,
  overrides,
  memoryMb,
  cpuMillis,
}: {
  processes: Record<string, { command: string | string[] | null }>
  overrides: ProcessOverrides
  memoryMb: number
  cpuMillis: number
}): Formation {
  const planned = new Map(Object.entries(processes))
  const changed = new Map(Object.entries(overrides))
  const commandOf = (type: string) => changed.get(type)?.command ?? planned.get(type)?.command ?? null
  const others = [...new Set([...planned.keys(), ...changed.keys()])]
    .filter(type => type !== 'web' && type !== RELEASE && commandOf(type) !== null)
    .sort()
  return ['web', ...others].map(processType => ({
    processType,
    command: commandOf(processType),
    count: Math.max(processType === 'web' ? 1 : 0, changed.get(processType)?.count ?? 1),
    memoryMb,
    cpuMillis,
  }))
}
