const express = require('express')

const { PORT = 3000, GREETING = 'Hello', ENVIRONMENT = 'unknown' } = process.env
const app = express()
app.set('trust proxy', true)

app.get('/', (_request, response) => {
  response.send(`<h1>${GREETING} from ${ENVIRONMENT}</h1>`)
})
app.get('/healthz', (_request, response) => {
  response.send('ok')
})

const server = app.listen(PORT, '0.0.0.0', () => console.log(`listening on ${PORT}`))
server.keepAliveTimeout = 75_000
process.on('SIGTERM', () => {
  console.log('stopping')
  server.close(() => process.exit(0))
})
