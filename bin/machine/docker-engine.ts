import { writeFile } from 'node:fs/promises'
import http from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { startDaemon } from '@/lib/adapters/process/daemon'
import { run } from '@/lib/adapters/process/run'
import type { Places } from '../installation/places'
import { networkVariables } from './network-variables'
import { hasSystemd } from './systemd'

export type EngineAnswer =
  | { state: 'answers'; version: string }
  | { state: 'not-allowed' | 'absent'; reason: string }

const DEFAULT_HOST = 'unix:///var/run/docker.sock'
const ASK_TIMEOUT_MS = 5000
const START_TIMEOUT_MS = 60_000
const versionAnswer = z.object({ Version: z.string() })

export const dockerHost = (): string => process.env.DOCKER_HOST || DEFAULT_HOST

/** Whether a Docker engine answers at `host` (`unix://`, `tcp://` or `http://`). */
export async function askEngine(host: string): Promise<EngineAnswer> {
  try {
    return { state: 'answers', version: versionAnswer.parse(await get(host, '/version')).Version }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const reason = error instanceof Error ? error.message : String(error)
    return { state: code === 'EACCES' ? 'not-allowed' : 'absent', reason }
  }
}

function get(host: string, requestPath: string): Promise<unknown> {
  const url = new URL(host)
  const where =
    url.protocol === 'unix:'
      ? { socketPath: url.pathname }
      : { host: url.hostname, port: Number(url.port || 2375) }
  return new Promise((resolve, reject) => {
    const request = http.get({ ...where, path: requestPath, timeout: ASK_TIMEOUT_MS }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')))
        } catch (error) {
          reject(error)
        }
      })
    })
    request.on('timeout', () => request.destroy(new Error(`no answer in ${ASK_TIMEOUT_MS / 1000} s`)))
    request.on('error', reject)
  })
}

/**
 * Starts the installed engine: the system's service where systemd runs, else `dockerd` in the background, which stays
 * when Berth stops, because apps run on it. Returns its version; throws with the end of its log.
 */
export async function startEngine(program: string, places: Places): Promise<string> {
  const logFile = path.join(places.log, 'dockerd.log')
  const daemon = hasSystemd() ? await startService() : await startOwn(program, logFile, places)
  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    const answer = await askEngine(DEFAULT_HOST)
    if (answer.state === 'answers') return answer.version
    if (daemon?.exitCode() != null || Date.now() > deadline) {
      const where = daemon ? logFile : 'journalctl -u docker'
      throw new Error(`The Docker engine does not start (${answer.reason}). Its log: ${where}`)
    }
    await sleep(100)
  }
}

async function startService(): Promise<null> {
  const { exitCode, stderr } = await run('systemctl', ['enable', '--now', 'docker'], { timeoutMs: 120_000 })
  if (exitCode !== 0) throw new Error(`The Docker engine does not start: ${stderr.trim()}`)
  return null
}

async function startOwn(program: string, logFile: string, places: Places) {
  const daemon = await startDaemon(program, [], { logFile, env: networkVariables() })
  await writeFile(path.join(places.run, 'dockerd.pid'), `${daemon.pid}\n`)
  return daemon
}
