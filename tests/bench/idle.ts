import { readFileSync } from 'node:fs'
import { startPanel } from '../support/panel'
import { round } from './figures'

const REST_MS = 60_000

/** Resident memory of the web and worker processes after 60 s of rest, in MB. */
export async function idleBench(): Promise<Record<string, number>> {
  const panel = await startPanel()
  try {
    await fetch(`http://127.0.0.1:${panel.port}/sign-in`, { headers: { host: new URL(panel.url).host } })
    await new Promise(resolve => setTimeout(resolve, REST_MS))
    const web = residentMb(panel.pid('web'))
    const worker = residentMb(panel.pid('worker'))
    return { web_mb: round(web), worker_mb: round(worker), total_mb: round(web + worker) }
  } finally {
    await panel.stop()
  }
}

function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}
