/** Files of a small web app: `/` answers its version, `/env` its environment, `/say?TEXT` writes TEXT to its log. */
export function webApp({
  version,
  bootSeconds = 0,
  port = 'Number(process.env.PORT)',
  address = '0.0.0.0',
  healthStatus = 200,
}: {
  version: string
  bootSeconds?: number
  /** JavaScript expression. */
  port?: string
  address?: string
  /** What `/healthz` answers. */
  healthStatus?: number
}): Record<string, string> {
  return {
    ...dockerfile(['COPY server.js .', 'USER node', 'EXPOSE 8080', 'CMD ["node", "server.js"]']),
    'server.js': `
const http = require('node:http')
const server = http.createServer((request, response) => {
  const [path, query] = request.url.split('?')
  if (path === '/env') return response.end(JSON.stringify(process.env))
  if (path === '/say') console.log(decodeURIComponent(query))
  if (path === '/slow') return setTimeout(() => response.end('${version}'), Number(query))
  response.statusCode = path === '/healthz' ? ${healthStatus} : 200
  response.end('${version}')
})
setTimeout(() => server.listen(${port}, '${address}', () => console.log('listening')), ${bootSeconds * 1000})
process.on('SIGTERM', () => server.close(() => process.exit(0)))
`,
  }
}

/** A Dockerfile on the Node base image with these lines. */
export const dockerfile = (lines: string[]): Record<string, string> => ({
  Dockerfile: ['FROM node:22-slim', 'WORKDIR /app', ...lines, ''].join('\n'),
})
