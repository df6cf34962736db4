import { existsSync, readFileSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { run } from '@/lib/adapters/process/run'
import { checkNginx } from '@/lib/adapters/proxy/nginx/check'
import { findProgram } from './find-program'
import { networkVariables } from './network-variables'
import { hasSystemd } from './systemd'

export interface MissingPart {
  title: string
  packages: string[]
  /** Berth runs without it, with the queue in Postgres. */
  optional?: boolean
}

const APT_TIMEOUT_MS = 20 * 60_000
const POLICY = '/usr/sbin/policy-rc.d'
const POLICY_TEXT =
  '#!/bin/sh\n# Made by berth up for the time of an installation: services are not started.\nexit 101\n'
/** Services that Debian would start at boot, and that would take the ports; ours run beside them. */
const UNWANTED_SERVICES: Record<string, string> = { 'nginx-light': 'nginx', 'redis-server': 'redis-server' }

/** What is not installed of what Berth needs. */
export async function missingParts(needs: {
  docker: boolean
  redis: boolean
  nginx: boolean
}): Promise<MissingPart[]> {
  const parts: (MissingPart | false)[] = [
    needs.docker && { title: 'Docker engine', packages: ['docker.io', 'iptables', ...appArmor()] },
    needs.nginx &&
      !(await checkNginx()).ok && {
        title: 'nginx with Lua',
        packages: ['nginx-light', 'libnginx-mod-http-lua', 'lua-resty-core'],
      },
    needs.redis &&
      !findProgram('valkey-server', 'redis-server') && {
        title: 'Redis',
        packages: ['redis-server'],
        optional: true,
      },
    !findProgram('git') && { title: 'git', packages: ['git'] },
    !findProgram('ssh') && { title: 'ssh', packages: ['openssh-client'] },
    !existsSync('/etc/ssl/certs/ca-certificates.crt') && {
      title: 'certificates',
      packages: ['ca-certificates'],
    },
  ]
  return parts.filter(part => part !== false)
}

/** Docker cannot start a container where the kernel has AppArmor and its parser is missing. */
function appArmor(): string[] {
  const enabled = '/sys/module/apparmor/parameters/enabled'
  return existsSync(enabled) &&
    readFileSync(enabled, 'utf8').startsWith('Y') &&
    !findProgram('apparmor_parser')
    ? ['apparmor']
    : []
}

export const installCommand = (parts: MissingPart[]): string =>
  `apt-get install --no-install-recommends ${packagesOf(parts).join(' ')}`

const packagesOf = (parts: MissingPart[]) => parts.flatMap(part => part.packages)

/** Installs with apt; services that come along are neither started nor enabled. Throws with apt's last words. */
export async function installPackages(parts: MissingPart[]): Promise<void> {
  const packages = packagesOf(parts)
  const hadPolicy = existsSync(POLICY)
  if (!hadPolicy) await writeFile(POLICY, POLICY_TEXT, { mode: 0o755 })
  try {
    await apt(['update', '-q'])
    await apt(['install', '-y', '-q', '--no-install-recommends', ...packages])
  } finally {
    if (!hadPolicy) await rm(POLICY, { force: true })
  }
  if (hasSystemd()) await disableServices(packages)
}

/** A start that was killed in the middle of an installation would keep every later service from starting. */
export async function removeLeftPolicy(): Promise<void> {
  if (existsSync(POLICY) && (await readFile(POLICY, 'utf8')) === POLICY_TEXT)
    await rm(POLICY, { force: true })
}

async function apt(argv: string[]) {
  const env = { ...networkVariables(), DEBIAN_FRONTEND: 'noninteractive' }
  const { exitCode, stdout, stderr } = await run('apt-get', argv, { env, timeoutMs: APT_TIMEOUT_MS })
  if (exitCode === 0) return
  const said = `${stdout.toString('utf8')}\n${stderr}`.trim().split('\n').slice(-15).join('\n')
  throw new Error(`apt-get ${argv[0]} failed:\n${said}`)
}

async function disableServices(packages: string[]) {
  for (const name of packages) {
    const service = UNWANTED_SERVICES[name]
    if (!service) continue
    const { exitCode, stderr } = await run('systemctl', ['disable', '--now', service], { timeoutMs: 60_000 })
    if (exitCode !== 0) throw new Error(`The service ${service} could not be disabled: ${stderr.trim()}`)
  }
}
