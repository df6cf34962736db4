import { dockerfile } from './apps'

/**
 * Files of an app to try traffic settings with: `/` answers its version, POST how many bytes came, `/static/…` a file
 * with the number of times it was asked for any, `/headers` what it was sent; `/freeze?MS` answers, then nothing for so long.
 */
export const trafficApp = (version: string): Record<string, string> => ({
  ...dockerfile(['COPY server.js .', 'USER node', 'EXPOSE 8080', 'CMD ["node", "server.js"]']),
  'server.js': `
const http = require('node:http')
let files = 0
const server = http.createServer((request, response) => {
  const [path, query] = request.url.split('?')
  response.setHeader('X-Frame-Options', 'DENY')
  if (path.startsWith('/static/')) return response.end('${version} ' + ++files)
  if (path === '/headers') return response.end(JSON.stringify(request.headers))
  if (path === '/freeze') {
    response.end('frozen')
    return setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(query)), 50)
  }
  let bytes = 0
  request.on('data', part => { bytes += part.length })
  request.on('end', () => response.end(request.method === 'POST' ? String(bytes) : '${version}'))
})
server.listen(Number(process.env.PORT), '0.0.0.0')
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`,
})
