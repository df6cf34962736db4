import { dockerfile } from './apps'

/** Writes every variable that begins with PLANTED_ to its output, in every way programs and libraries do. */
const TELL = `
const { spawnSync } = require('node:child_process')
const { inspect } = require('node:util')
const b64 = text => Buffer.from(text).toString('base64')
for (const [name, value] of Object.entries(process.env)) {
  if (!name.startsWith('PLANTED_')) continue
  console.log('raw ' + value + ' end')
  console.error('stderr ' + value)
  console.log(JSON.stringify({ level: 'info', [name]: value, text: 'with ' + value }))
  console.log(inspect({ value }))
  console.log('basic ' + b64('user:' + value) + ' ' + b64(value) + ' ' + b64('xy' + value + 'z'))
  console.log('url-safe ' + Buffer.from(value).toString('base64url'))
  console.log('https://user:' + encodeURIComponent(value) + '@db/?' + new URLSearchParams({ value }))
  process.stdout.write('no line end ' + value)
  process.stdout.write('\\n')
  console.log('\\u001b[31m' + value + '\\u001b[0m twice ' + value + value)
}
spawnSync('sh', ['-c', 'env; export -p; for name in $(env | sed -n "s/^\\\\(PLANTED_[A-Z]*\\\\)=.*/\\\\1/p"); do printenv $name | base64; done'], { stdio: 'inherit' })
console.log('told everything')
`

/** Files of an app that tells its secrets at start, and what then becomes of it. */
export const telltaleApp = (then: 'serves' | 'crashes' | 'is unwell'): Record<string, string> => ({
  ...dockerfile(['COPY *.js ./', 'CMD ["node", "server.js"]']),
  'tell.js': TELL,
  'server.js': `
require('./tell.js')
const values = Object.entries(process.env).filter(([name]) => name.startsWith('PLANTED_')).map(([, value]) => value)
if (${then === 'crashes'}) {
  console.error('cannot connect with ' + values.join(' and '))
  process.exit(7)
}
const http = require('node:http')
http.createServer((request, response) => {
  response.statusCode = ${then === 'is unwell'} ? 500 : 200
  response.end(values.join(' '))
}).listen(Number(process.env.PORT), '0.0.0.0')
process.on('SIGTERM', () => process.exit(0))
`,
})
