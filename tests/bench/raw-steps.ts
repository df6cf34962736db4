import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import Docker from 'dockerode'
import { run } from '@/lib/adapters/process/run'
import { checkNginx } from '@/lib/adapters/proxy/nginx/check'
import { writeNginxFiles } from '@/lib/adapters/proxy/nginx/files'
import { nginxCommand } from '@/lib/adapters/proxy/nginx/master'
import { nginxProxy } from '@/lib/adapters/proxy/nginx/proxy'
import { freePort, visit } from '../support/panel'

const HOST = 'raw.localhost'
const ASSETS = path.resolve(import.meta.dirname, '../../lib/adapters/proxy/nginx/lua')

/** What a person would script by hand: fetch, archive, build, run, wait for an answer, switch the proxy, stop the old one. */
export interface RawSteps {
  /** Returns the time from the fetch until `version` answers through the proxy, in milliseconds. */
  deploy(version: string): Promise<number>
  close(): Promise<void>
}

/** Prepares a mirror and an nginx of its own. */
export async function startRawSteps(repositoryUrl: string): Promise<RawSteps> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'berth-raw-'))
  const name = `raw${randomBytes(4).toString('hex')}`
  const mirror = path.join(dir, 'mirror.git')
  // Not synchronous: the git server runs in this very process.
  await run('git', ['clone', '--mirror', '-q', repositoryUrl, mirror])
  const docker = new Docker()
  const port = await freePort()
  const nginx = await startNginx(path.join(dir, 'proxy'), port)
  const proxy = nginxProxy({ dir: path.join(dir, 'proxy') })
  let generation = 0
  let previous: string | null = null

  const deploy = async (version: string) => {
    const started = performance.now()
    await run('git', ['-C', mirror, 'fetch', '-q'])
    const archive = spawn('git', ['-C', mirror, 'archive', '--format=tar', 'HEAD'])
    // Read from the start: Node drops what a process wrote that nobody reads before it ends.
    const context = archive.stdout.pipe(new PassThrough())
    const image = `${name}:${version}`
    await finished(docker, await docker.buildImage(context, { t: image, version: '2' }))
    const container = await docker.createContainer({
      name: `${name}-${version}`,
      Image: image,
      Env: ['PORT=8080'],
    })
    await container.start()
    const host = (await container.inspect()).NetworkSettings.Networks.bridge?.IPAddress ?? ''
    await answering(host)
    generation += 1
    await proxy.apply({
      generation,
      panel: { hosts: ['panel.localhost'], target: { host: '127.0.0.1', port } },
      routes: [{ id: 'raw', name: 'raw', hosts: [HOST], state: 'LIVE', targets: [{ host, port: 8080 }] }],
    })
    while ((await visit({ port }, HOST)).body !== version)
      await new Promise(resolve => setTimeout(resolve, 5))
    const took = performance.now() - started
    if (previous) await docker.getContainer(previous).remove({ force: true })
    previous = `${name}-${version}`
    return took
  }
  return {
    deploy,
    async close() {
      if (previous) await docker.getContainer(previous).remove({ force: true })
      nginx.kill('SIGQUIT')
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Resolves at the end of the build's answer. */
const finished = (docker: Docker, stream: NodeJS.ReadableStream) =>
  new Promise<void>((resolve, reject) =>
    docker.modem.followProgress(stream, error => (error ? reject(error) : resolve())),
  )

async function startNginx(dir: string, port: number) {
  const check = await checkNginx()
  if (!check.ok) throw new Error(check.reason)
  await writeNginxFiles({
    dir,
    assetsDir: ASSETS,
    modules: check.modules,
    port,
    addresses: ['127.0.0.1'],
    panel: { hosts: ['panel.localhost'], target: { host: '127.0.0.1', port } },
    workerUser: null,
  })
  const { file, argv } = nginxCommand({ file: check.file, dir })
  const nginx = spawn(file, argv, { stdio: 'ignore' })
  await new Promise(resolve => setTimeout(resolve, 500))
  return nginx
}

async function answering(host: string) {
  for (;;) {
    const answer = await fetch(`http://${host}:8080/`).catch(() => null)
    if (answer?.ok) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
