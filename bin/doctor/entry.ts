import { randomBytes } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { nginxProxy } from '@/lib/adapters/proxy/nginx/proxy'
import { traefikProxy } from '@/lib/adapters/proxy/traefik/proxy'
import { isFree } from '../machine/ports'
import { isHealthy } from '../services/web'
import { visit } from '../visit'
import { readDatabase } from './database'
import { type Finding, look, ok, problem, warning } from './finding'
import type { Patient } from './patient'

const DNS_HELP = 'See the name servers of this machine: cat /etc/resolv.conf'
const DEFAULT_WEB_PORT = 3100
/** A switch that is under way is over by then. */
const SWITCH_MS = 1000

/** How a visitor gets in: name, port, proxy, web process. */
export async function checkEntry(patient: Patient): Promise<Finding[]> {
  const { isRunning, settings, places } = patient
  const domain = settings?.baseDomain ?? 'localhost'
  const name = await look('Base domain', DNS_HELP, async () => [await checkDomain(domain)])
  const port = settings?.port
  if (port === undefined) return name
  if (!isRunning) return [judgeIdlePort(port, await isFree(port, '0.0.0.0'), patient), ...name]
  const log = (of: string) => `See why: tail -n 50 ${places.log}/${of}.log`
  return [
    ...(await look('Web', log('web'), () => checkWeb(patient))),
    ...(await look('Proxy', log('proxy'), () => checkRoutes(patient))),
    ...(await look('Port', log('proxy'), () => checkPort(port, patient))),
    ...name,
  ]
}

/** While Berth does not run, nobody else should be where it will listen. */
export function judgeIdlePort(port: number, free: boolean, { command }: Pick<Patient, 'command'>): Finding {
  if (free) return ok('Port', `Port ${port} is free`)
  const fix = `See who: ss -ltnp 'sport = :${port}', or choose another one: ${command('up')} --port 8080`
  return problem('Port', `Another program listens on port ${port}, or you may not use it`, fix)
}

async function checkWeb({ settings, places }: Patient): Promise<Finding[]> {
  const port = settings?.webPort ?? DEFAULT_WEB_PORT
  if (await isHealthy(port)) return [ok('Web', 'It answers that it is well')]
  const fix = `See why: tail -n 50 ${places.log}/web.log`
  return [problem('Web', `It does not say that it is well (port ${port} of this machine)`, fix)]
}

/** Whether the proxy has the routes that it should have. */
async function checkRoutes(patient: Patient): Promise<Finding[]> {
  const { environment, places, settings } = patient
  const proxy =
    settings?.proxy === 'traefik' ? traefikProxy({ dir: places.traefik }) : nginxProxy({ dir: places.proxy })
  const compare = async () => {
    const { generation } = await proxy.status()
    const { routesGeneration } = await readDatabase(environment?.DATABASE_URL ?? '')
    return { generation, wanted: routesGeneration ?? 0 }
  }
  let found = await compare()
  if (found.generation !== found.wanted) {
    await sleep(SWITCH_MS)
    found = await compare()
  }
  return [judgeRoutes(found, patient)]
}

export function judgeRoutes(
  { generation, wanted }: { generation: number; wanted: number },
  { places }: Pick<Patient, 'places'>,
): Finding {
  if (generation === wanted) return ok('Proxy', `It has the newest routes (generation ${wanted})`)
  const says = `It has routes of generation ${generation}, the newest are ${wanted}`
  return problem('Proxy', says, `The worker mends it; if not, see: tail -n 50 ${places.log}/worker.log`)
}

async function checkPort(port: number, { state, places }: Patient): Promise<Finding[]> {
  const { host } = new URL(state?.url || 'http://localhost')
  const { status } = await visit(port, host, '/api/health')
  if (status === 200) return [ok('Port', `The panel answers through the proxy on port ${port}`)]
  const fix = `See why: tail -n 50 ${places.log}/web.log`
  return [problem('Port', `The proxy on port ${port} answers with status ${status} for the panel`, fix)]
}

async function checkDomain(domain: string): Promise<Finding> {
  if (isLocal(domain)) return ok('Base domain', `*.${domain} needs no DNS: browsers find it on this machine`)
  const name = `berth-${randomBytes(4).toString('hex')}.${domain}`
  const address = await lookup(name).then(
    found => found.address,
    // No record, or no name server: either way visitors do not find the apps.
    () => null,
  )
  return judgeDomain(domain, address)
}

/** RFC 6761, section 6.3. */
const isLocal = (domain: string) => domain === 'localhost' || domain.endsWith('.localhost')

/** `address`: of any name below the domain; null when it has none. */
export function judgeDomain(domain: string, address: string | null): Finding {
  if (address) return ok('Base domain', `*.${domain} leads to ${address}`)
  const fix = `Add the DNS record: *.${domain} A (the address of this server)`
  return warning('Base domain', `Names below ${domain} lead nowhere`, fix)
}
