import { spawn, spawnSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Service } from './compose-file'

const POLL_MS = 500

/** Runs `docker` and returns what it prints; throws with its complaint. */
export function docker(...argv: string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', argv, { encoding: 'utf8' })
  if (status !== 0)
    throw new Error(`docker ${argv.slice(0, 2).join(' ')} ended with ${status}:\n${stdout}\n${stderr}`)
  return stdout.trim()
}

/**
 * Builds the panel's image with the classic builder, which fetches nothing when the base image is there. Its first
 * stage gets a name too (`<tag>-build`): only so can it be removed.
 */
export async function buildImage(tag: string, nodeImage: string, folder: string): Promise<void> {
  const rest = ['--build-arg', `NODE_IMAGE=${nodeImage}`, folder]
  await build(['-t', `${tag}-build`, '--target', 'build', ...rest])
  await build(['-t', tag, ...rest])
}

async function build(argv: string[]): Promise<void> {
  const child = spawn('docker', ['build', ...argv], { env: { ...process.env, DOCKER_BUILDKIT: '0' } })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
  if (code !== 0) throw new Error(`the image could not be built:\n${output.slice(-4000)}`)
}

/** Services of docker-compose.yml as containers of this engine, all below one name, without Compose. */
export class Stack {
  constructor(
    private readonly name: string,
    private readonly services: Record<string, Service>,
    private readonly panelImage: string,
  ) {
    docker('network', 'create', name)
  }

  container = (service: string) => `${this.name}-${service}`

  /** As `docker compose up -d SERVICE`. */
  start(service: string): void {
    docker('run', '--detach', ...this.argv(service))
  }

  /** As `docker compose run`: waits for its end and returns the output. */
  run(service: string): string {
    return docker('run', ...this.argv(service))
  }

  exec = (service: string, ...argv: string[]) => docker('exec', this.container(service), ...argv)

  /** Until its own health check says so. Throws with its log when it ends or does not come up. */
  async healthy(service: string, timeoutMs = 120_000): Promise<void> {
    const end = Date.now() + timeoutMs
    const look = () =>
      docker('inspect', '-f', '{{.State.Status}} {{.State.Health.Status}}', this.container(service))
    for (let state = look(); state !== 'running healthy'; state = look()) {
      if (!state.startsWith('running') || Date.now() > end) {
        const { stdout, stderr } = spawnSync('docker', ['logs', '--tail', '50', this.container(service)], {
          encoding: 'utf8',
        })
        const health = docker('inspect', '-f', '{{json .State.Health.Log}}', this.container(service))
        throw new Error(`${service} is ${state}:\n${stdout}\n${stderr}\n${health}`)
      }
      await sleep(POLL_MS)
    }
  }

  /** Removes all of it, with what its worker made on the engine: its namespace is the stack's name. */
  remove(): void {
    const ofWorker = ['--filter', `label=berth.namespace=${this.name}`]
    const made = (...argv: string[]) =>
      docker(...argv)
        .split('\n')
        .filter(Boolean)
    const containers = made('ps', '-aq', '--filter', `name=^${this.name}-`)
    if (containers.length > 0) docker('rm', '-fv', ...containers)
    const volumes = made('volume', 'ls', '-q', '--filter', `name=^${this.name}_`)
    if (volumes.length > 0) docker('volume', 'rm', ...volumes)
    docker('network', 'rm', this.name)
    for (const id of made('ps', '-aq', ...ofWorker)) docker('rm', '-fv', id)
    for (const id of made('network', 'ls', '-q', ...ofWorker)) docker('network', 'rm', id)
    for (const id of new Set(made('image', 'ls', '-q', ...ofWorker))) docker('rmi', '-f', id)
  }

  private argv(name: string): string[] {
    const service = this.services[name]
    if (!service) throw new Error(`docker-compose.yml has no service ${name}`)
    const image = service.image.startsWith('berth:') ? this.panelImage : service.image
    const network = service.network_mode ?? this.name
    const each = (option: string, values: string[]) => values.flatMap(value => [option, value])
    return [
      ...['--name', this.container(name), '--network', network],
      ...(service.network_mode ? [] : ['--network-alias', name]),
      ...each(
        '--env',
        Object.entries(service.environment).map(pair => pair.join('=')),
      ),
      ...each('--publish', service.ports),
      ...each(
        '--volume',
        service.volumes.map(volume => this.ownVolume(volume)),
      ),
      ...each('--tmpfs', service.tmpfs),
      ...each('--cap-drop', service.cap_drop),
      ...each('--security-opt', service.security_opt),
      ...each('--user', service.user ? [service.user] : []),
      ...each('--shm-size', service.shm_size ? [service.shm_size] : []),
      ...(service.init ? ['--init'] : []),
      ...(service.read_only ? ['--read-only'] : []),
      ...healthOptions(service.healthcheck?.test),
      image,
      ...service.command,
    ]
  }

  private readonly ownVolume = (volume: string) =>
    volume.startsWith('/') ? volume : `${this.name}_${volume}`
}

/** More often than an operator needs, so that tests need not wait. */
function healthOptions(test: string[] | undefined): string[] {
  if (!test) return []
  const [kind, ...words] = test
  // `docker run` knows the form for a shell only.
  const command = kind === 'CMD' ? words.map(word => `'${word}'`).join(' ') : words.join(' ')
  return [`--health-cmd=${command}`, '--health-interval=2s', '--health-timeout=20s', '--health-retries=60']
}
