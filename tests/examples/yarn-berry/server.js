const http = require('node:http')
const mime = require('mime-types')

const { PORT = 3000, GREETING = 'Hello', ENVIRONMENT = 'unknown' } = process.env
const pages = { '/': `${GREETING} from ${ENVIRONMENT}`, '/healthz': 'ok' }

const server = http.createServer((request, response) => {
  const body = pages[request.url]
  response.writeHead(body ? 200 : 404, { 'content-type': mime.contentType('txt') }).end(body ?? 'not found')
})
server.listen(PORT, '0.0.0.0')
process.on('SIGTERM', () => server.close(() => process.exit(0)))
