import http from 'node:http'
import Redis from 'ioredis'
import { database } from './database.js'

const redis = new Redis(process.env.REDIS_URL)
redis.on('error', error => console.error(error.message))

const pages = {
  '/': async () => 'Version one\n',
  '/healthz': async () => 'ok\n',
  // Adds a visit and says how many there were.
  '/visit': async () => {
    await database.query('INSERT INTO visit DEFAULT VALUES')
    return `${(await database.query('SELECT count(*) FROM visit')).rows[0].count}\n`
  },
  '/visits': async () => `${(await database.query('SELECT count(*) FROM visit')).rows[0].count}\n`,
  // Hands a mail to the worker.
  '/send': async () => `queued ${await redis.lpush('mails', 'hello')}\n`,
  '/mails': async () => `${(await database.query('SELECT count(*) FROM mail')).rows[0].count}\n`,
  '/env': async () => `${JSON.stringify(process.env)}\n`,
}

const server = http.createServer(async (request, response) => {
  const page = pages[request.url]
  try {
    if (page) response.end(await page())
    else response.writeHead(404).end('There is no such page.\n')
  } catch (error) {
    console.error(error.message)
    response.writeHead(500).end('Something went wrong.\n')
  }
})
server.listen(Number(process.env.PORT), () => console.log('listening'))
process.on('SIGTERM', () => server.close(() => process.exit(0)))
