import { spawnSync } from 'node:child_process'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { resourceLabels } from '@/lib/core/run/names'
import { newId } from '@/lib/operations/new-id'
import type { Panel } from './panel'

/** Runs the docker command; returns the lines it printed. */
export function docker(...argv: string[]): string[] {
  const { status, stdout, stderr } = spawnSync('docker', argv, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout.split('\n').filter(Boolean)
}

/** Images, a network, a log, a mirror and a temporary folder of an app and an environment that are not there any more. */
export function leaveThings(
  { dataDir, env }: Pick<Panel, 'dataDir' | 'env'>,
  images: number,
): { app: string; network: string; folders: string[] } {
  const namespace = env.BERTH_NAMESPACE ?? ''
  const app = newId('app')
  const layer = path.join(dataDir, 'layer.tar')
  writeFileSync(layer, Buffer.alloc(1024))
  const labelled = (flag: string, prefix: string, labels: Record<string, string>) =>
    Object.entries(labels).flatMap(([key, value]) => [flag, `${prefix}${key}=${value}`])
  const changes = labelled('--change', 'LABEL ', resourceLabels({ namespace, appId: app }))
  for (let n = 0; n < images; n++)
    docker('import', ...changes, '--change', `LABEL n=${n}`, layer, `${namespace}/${app}:${n}`)
  const network = `${namespace}_gone_production`
  const owned = resourceLabels({ namespace, environmentId: newId('environment') })
  docker('network', 'create', ...labelled('--label', '', owned), network)
  const [log, mirror, temporary] = [
    `logs/deployment/${newId('deployment')}`,
    `mirrors/${app}.git`,
    'git/git-1-a1b2c3',
  ].map(folder => path.join(dataDir, folder)) as [string, string, string]
  for (const folder of [log, mirror, temporary]) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, '000000000001.jsonl'), '{}\n')
  }
  utimesSync(temporary, new Date(0), new Date(0))
  return { app, network, folders: [log, mirror, temporary] }
}
