import { dockerfile } from './apps'

/**
 * Files of a web app that can be hurt: `/crash` ends it; after `/break` it ends at each start too, until there is a file
 * `/tmp/mended`; `/eat` takes all memory it can get. Everything else answers its version.
 */
export const fragileApp = (version: string): Record<string, string> => ({
  ...dockerfile(['COPY server.js .', 'USER node', 'EXPOSE 8080', 'CMD ["node", "server.js"]']),
  'server.js': `
const http = require('node:http')
const { existsSync, writeFileSync } = require('node:fs')
if (existsSync('/tmp/broken') && !existsSync('/tmp/mended')) {
  console.error("KeyError: 'PAYMENT_URL' " + process.env.APP_SECRET)
  process.exit(7)
}
const acts = {
  '/crash': () => process.exit(3),
  '/break': () => { writeFileSync('/tmp/broken', ''); process.exit(7) },
  '/eat': () => { const held = []; for (;;) held.push(Buffer.alloc(8_000_000, 1)) },
}
http.createServer((request, response) => {
  const act = acts[request.url]
  response.end('${version}', () => act && setTimeout(act, 50))
}).listen(Number(process.env.PORT), '0.0.0.0', () => console.log('listening'))
`,
})
