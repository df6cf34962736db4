import { createServer } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { config } from '@/lib/config'
import { answerProxyPage } from './proxy-pages'

/** What open requests get when the process is told to end; event streams never end by themselves. */
const GRACE_MS = 1000

const { webHost, webPort } = config()
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const app = next({ dev: false, dir: root, hostname: webHost, port: webPort })
await app.prepare()
const handle = app.getRequestHandler()
const server = createServer((request, response) => {
  if (!answerProxyPage(request, response)) void handle(request, response)
})
// Longer than the proxy keeps an idle connection, so that it is never the server that closes one being used.
server.keepAliveTimeout = 75_000
server.listen(webPort, webHost)

let stopping = false
/** Takes no more requests, lets short ones finish, ends streams (browsers come back by themselves), and exits. */
async function stop() {
  if (stopping) return
  stopping = true
  setTimeout(() => server.closeAllConnections(), GRACE_MS).unref()
  await new Promise(resolve => {
    server.close(resolve)
    server.closeIdleConnections()
  })
  await app.close()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
