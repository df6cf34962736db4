import { createHash } from 'node:crypto'
import type { ContainerCreateOptions } from 'dockerode'
import { canonicalJson } from '@/lib/core/canonical-json'
import type { ContainerSpec } from '@/lib/core/run/container-spec'
import { LABEL } from '@/lib/core/run/names'
import { withExec } from '@/lib/core/run/shell-command'

/**
 * What an ordinary image that starts as root needs to give its rights up: make and own its folders (CHOWN,
 * DAC_OVERRIDE, FOWNER), become another user (SETUID, SETGID), end its children (KILL), listen on port 80
 * (NET_BIND_SERVICE). Of Docker's usual set that leaves out raw sockets, device nodes, chroot, file capabilities,
 * set-id bits and audit messages.
 */
const CAPABILITIES = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'KILL', 'NET_BIND_SERVICE', 'SETGID', 'SETUID']

const CPU_PERIOD_US = 100_000
const MIB = 1024 * 1024
const OOM_SCORE = 500
/** Docker keeps this much of a container's output; Berth copies it to its own log as it comes. */
const LOG = { 'max-size': '10m', 'max-file': '3' }

/** The engine's form of a container, with everything locked that the specification has no word for. */
export function createBody(spec: ContainerSpec): ContainerCreateOptions {
  return {
    Hostname: spec.hostname,
    Image: spec.image,
    Cmd: commandOf(spec.command),
    Entrypoint: spec.entrypoint,
    User: spec.user,
    WorkingDir: spec.workingDir,
    Healthcheck: spec.healthcheck && healthcheckOf(spec.healthcheck),
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    Labels: { ...spec.labels, [LABEL.spec]: fingerprint(spec) },
    HostConfig: {
      NetworkMode: spec.network,
      // The first exit of a new release must be seen as it was; see `keepRunning`.
      RestartPolicy: { Name: 'no' },
      Memory: spec.memoryMb * MIB,
      // Equal to Memory: no swap, so that the limit is the limit.
      MemorySwap: spec.memoryMb * MIB,
      // Not NanoCpus: the engine refuses more than the server has, where this is no limit at all.
      CpuPeriod: CPU_PERIOD_US,
      CpuQuota: (spec.cpuMillis * CPU_PERIOD_US) / 1000,
      PidsLimit: spec.pidsLimit,
      // When the whole server is out of memory, apps go before the panel and its database.
      OomScoreAdj: OOM_SCORE,
      // A first process that passes signals on and buries orphans, for images without one.
      Init: true,
      Privileged: false,
      CapDrop: ['ALL'],
      CapAdd: CAPABILITIES,
      SecurityOpt: ['no-new-privileges'],
      Mounts: (spec.volumes ?? []).map(mountOf),
      Tmpfs: Object.fromEntries(
        (spec.tmpfs ?? []).map(({ path, sizeMb }) => [path, sizeMb === null ? '' : `size=${sizeMb}m`]),
      ),
      LogConfig: { Type: 'json-file', Config: LOG },
    },
    NetworkingConfig: { EndpointsConfig: { [spec.network]: { Aliases: spec.aliases } } },
  }
}

const mountOf = ({ volume, path, readOnly }: NonNullable<ContainerSpec['volumes']>[number]) => ({
  Type: 'volume' as const,
  Source: volume.name,
  Target: path,
  ReadOnly: readOnly,
})

const NS_PER_MS = 1_000_000

/** 0 and an absent test mean: as the image says. */
const healthcheckOf = (check: NonNullable<ContainerSpec['healthcheck']>) => ({
  Test: check.test ?? undefined,
  Interval: (check.intervalMs ?? 0) * NS_PER_MS,
  Timeout: (check.timeoutMs ?? 0) * NS_PER_MS,
  StartPeriod: (check.startPeriodMs ?? 0) * NS_PER_MS,
  Retries: check.retries ?? 0,
})

/** The image's ENTRYPOINT stays, as with `docker run IMAGE COMMAND`. */
function commandOf(command: ContainerSpec['command']): string[] | undefined {
  if (command === null || command.length === 0) return undefined
  return typeof command === 'string' ? ['/bin/sh', '-c', withExec(command)] : command
}

/** The same for the same specification, whatever the order of its keys. */
export function fingerprint(spec: ContainerSpec): string {
  return createHash('sha256').update(canonicalJson(spec)).digest('hex')
}
