import type { InputOf } from '@/lib/api/contract'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'

/** The settings of an app in one environment as text fields have them. */
export interface EnvironmentValues {
  branch: string
  autoDeploy: boolean
  port: string
  healthPath: string
  checkTimeoutSeconds: string
  releaseCommand: string
  /** Run none, though one may be detected. */
  noReleaseCommand: boolean
  strategy: NonNullable<AppEnvironment['strategy']> | 'AUTO'
  requireApproval: boolean
  soakSeconds: string
  deployTimeoutMinutes: string
  buildTimeoutMinutes: string
  buildIdleMinutes: string
  memoryMb: string
  /** Whole processors: "0.5". */
  cpus: string
}

export const ENVIRONMENT_FIELDS = [
  'branch',
  'port',
  'healthPath',
  'checkTimeoutSeconds',
  'releaseCommand',
  'strategy',
  'soakSeconds',
  'deployTimeoutMinutes',
  'buildTimeoutMinutes',
  'buildIdleMinutes',
  'memoryMb',
  'cpuMillis',
] as const

export const environmentValues = (app: AppEnvironment): EnvironmentValues => ({
  branch: app.branch ?? '',
  autoDeploy: app.autoDeploy,
  port: app.port?.toString() ?? '',
  healthPath: app.healthPath ?? '',
  checkTimeoutSeconds: app.checkTimeoutSeconds.toString(),
  releaseCommand: app.releaseCommand ?? '',
  noReleaseCommand: app.releaseCommand === '',
  strategy: app.strategy ?? 'AUTO',
  requireApproval: app.requireApproval,
  soakSeconds: app.soakSeconds.toString(),
  deployTimeoutMinutes: app.deployTimeoutMinutes.toString(),
  buildTimeoutMinutes: app.buildTimeoutMinutes.toString(),
  buildIdleMinutes: app.buildIdleMinutes.toString(),
  memoryMb: app.memoryMb.toString(),
  cpus: (app.cpuMillis / 1000).toString(),
})

const orNull = (text: string) => (text.trim() === '' ? null : text.trim())

/** What to send; an empty field is null, which means "as detected". An empty release command means none. */
export function environmentChange(
  values: EnvironmentValues,
): Omit<InputOf<'app-environments.update'>, 'appEnvironmentId'> {
  const port = orNull(values.port)
  return {
    branch: orNull(values.branch),
    autoDeploy: values.autoDeploy,
    port: port === null ? null : Number(port),
    healthPath: orNull(values.healthPath),
    checkTimeoutSeconds: Number(values.checkTimeoutSeconds),
    releaseCommand: values.noReleaseCommand ? '' : orNull(values.releaseCommand),
    strategy: values.strategy === 'AUTO' ? null : values.strategy,
    requireApproval: values.requireApproval,
    soakSeconds: Number(values.soakSeconds),
    deployTimeoutMinutes: Number(values.deployTimeoutMinutes),
    buildTimeoutMinutes: Number(values.buildTimeoutMinutes),
    buildIdleMinutes: Number(values.buildIdleMinutes),
    memoryMb: Number(values.memoryMb),
    cpuMillis: Math.round(Number(values.cpus) * 1000),
  }
}
