import { startLoad } from '../load/load'
import { startLongVisitors } from '../load/visitors'
import { dockerfile } from '../support/apps'
import { createApp, deploy, hostOf } from '../support/deploying'
import { createRepository } from '../support/git-server'
import { startPanel } from '../support/panel'
import { round } from './figures'

const RATE = 200

export interface SwitchOptions {
  /** What the app needs before it answers. */
  bootSeconds: number
  deploys: number
  requests: number
  /** Web instances. */
  replicas: number
  /** Websockets, requests of 10 s and uploads beside the others. */
  long: boolean
}

/** `/` answers the version, `/slow?MS` after a while, a POST the number of its bytes; a websocket is echoed. */
const app = (version: string, bootSeconds: number) => ({
  ...dockerfile(['COPY server.js .', 'USER node', 'EXPOSE 8080', 'CMD ["node", "server.js"]']),
  'server.js': `
const { createHash } = require('node:crypto')
const server = require('node:http').createServer((request, response) => {
  const [path, query] = request.url.split('?')
  if (path === '/slow') return setTimeout(() => response.end('${version}'), Number(query))
  if (request.method !== 'POST') return response.end('${version}')
  let bytes = 0
  request.on('data', chunk => { bytes += chunk.length }).on('end', () => response.end(String(bytes)))
})
server.on('upgrade', (request, socket) => {
  const key = request.headers['sec-websocket-key'] + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
  const accept = createHash('sha1').update(key).digest('base64')
  socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: ' + accept + '\\r\\n\\r\\n')
  socket.on('error', () => socket.destroy()).pipe(socket)
})
setTimeout(() => server.listen(process.env.PORT), ${bootSeconds * 1000})
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`,
})

/** Deploys under 200 requests a second, half of them on new connections; goes on until so many requests are sent. */
export async function switchBench(options: SwitchOptions): Promise<Record<string, number>> {
  const { bootSeconds, deploys, requests: wanted, replicas, long } = options
  const panel = await startPanel()
  const repository = await createRepository({ files: app('v0', bootSeconds) })
  try {
    const { production: appEnvironmentId } = await createApp(panel, { repositoryUrl: repository.url })
    await panel.call('app-environments.update', { appEnvironmentId, processes: { web: { count: replicas } } })
    await deploy(panel, appEnvironmentId)
    const place = {
      url: `http://127.0.0.1:${panel.port}/`,
      hostHeader: await hostOf(panel, appEnvironmentId),
    }
    const load = startLoad({ ...place, ratePerSecond: RATE, newConnectionShare: 0.5 })
    const visitors = long ? startLongVisitors(place) : null
    for (let i = 1; i <= deploys; i++) {
      await repository.commit(app(`v${i}`, bootSeconds), `v${i}`)
      await deploy(panel, appEnvironmentId)
    }
    while (load.sent() < wanted) await new Promise(resolve => setTimeout(resolve, 50))
    const visits = await visitors?.stop()
    const { requests, failed, failures, p99Ms } = await load.stop()
    const longFailures = Object.values(visits?.failures ?? {}).reduce((sum, count) => sum + count, 0)
    if (failed + longFailures > 0) console.error(JSON.stringify({ ...failures, ...visits?.failures }))
    return {
      requests,
      failed: failed + longFailures,
      p99_ms: round(p99Ms, 1),
      deploys,
      ...(visits
        ? {
            replicas,
            websockets: visits.websockets,
            long_requests: visits.longRequests,
            uploads: visits.uploads,
          }
        : {}),
    }
  } finally {
    await repository.close()
    await panel.stop()
  }
}
