import Redis from 'ioredis'
import { database } from './database.js'

const redis = new Redis(process.env.REDIS_URL)
redis.on('error', error => console.error(error.message))
let ending = false
process.on('SIGTERM', () => {
  ending = true
})

console.log('waiting for mails')
while (!ending) {
  const mail = await redis.brpop('mails', 1).catch(() => null)
  if (!mail) continue
  await database.query('INSERT INTO mail (text) VALUES ($1)', [mail[1]])
  console.log('sent a mail')
}
process.exit(0)
