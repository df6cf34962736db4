import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { secretsAdapter } from '@/lib/adapters/secrets/secrets'
import { appSecret } from '@/lib/operations/apps/remote'
import { ADMIN, type Panel } from './panel'
import type { Planted } from './secret-search'

/** A secret with a text in each of its parts that is nowhere else in the world. */
export function plant(name: string, write: (mark: () => string) => string): Planted & { value: string } {
  const markers: string[] = []
  const mark = () => {
    const marker = `pl4nt${randomBytes(9).toString('hex')}`
    markers.push(marker)
    return marker
  }
  return { name, value: write(mark), markers }
}

/** Values of secret variables that are hard to find again. */
export const plantedVariables = (): Record<string, Planted & { value: string }> => ({
  PLANTED_PLAIN: plant('plain', mark => mark()),
  PLANTED_QUOTED: plant('quoted', mark => `it's "${mark()}" $HOME \\${mark()}\\ \`id\``),
  PLANTED_LINES: plant(
    'lines',
    mark => `-----BEGIN KEY-----\n${mark()}\r\n\n  ${mark()}\n-----END KEY-----\n`,
  ),
  PLANTED_URL: plant('url', mark => `p@ss/w+rd=?&%20 ${mark()}#~!*'()`),
  PLANTED_UNICODE: plant('unicode', mark => `klíč 鍵 🔑 ${mark()} ű`),
  PLANTED_JSON: plant('json', mark => `{"key": "${mark()}", "list": ["${mark()}"]}`),
  PLANTED_LONG: plant('long', mark => `${mark()}${'0123456789'.repeat(40)}${mark()}`),
})

/** The secrets of an installation that Berth or its administrator made. */
export async function ownSecrets(panel: Panel): Promise<Planted[]> {
  const keys: Record<string, string> = JSON.parse(
    readFileSync(path.join(panel.dataDir, 'secrets.json'), 'utf8'),
  )
  const secrets = secretsAdapter(Buffer.from(keys.masterKey ?? '', 'base64'))
  const apps = await panel.db.app.findMany({ include: { project: true } })
  const opened = apps.flatMap(({ id, project, webhookSecretSealed, deployKeySealed }) => [
    {
      name: `webhook secret of ${id}`,
      markers: [secrets.open(project.dataKey, appSecret.webhookSecret(id), webhookSecretSealed)],
    },
    ...(deployKeySealed
      ? [
          {
            name: `deploy key of ${id}`,
            markers: privateLines(secrets.open(project.dataKey, appSecret.deployKey(id), deployKeySealed)),
          },
        ]
      : []),
  ])
  return [
    ...Object.entries(keys).map(([name, value]) => ({ name, markers: [value] })),
    { name: 'password', markers: [ADMIN.password] },
    { name: 'API token', markers: [panel.token] },
    ...opened,
  ]
}

/** Without the first lines, which say what kind of key it is and hold its public half. */
const privateLines = (key: string) =>
  key
    .split('\n')
    .filter(line => /^[A-Za-z0-9+/=]{40,}$/.test(line))
    .slice(2)

/** A git host that repeats the credentials it was given in everything it says. */
export async function startRudeGitServer(): Promise<{ url: string; close(): void }> {
  const server = http.createServer((request, response) => {
    const told = request.headers.authorization ?? ''
    const clear = Buffer.from(told.split(' ')[1] ?? '', 'base64').toString()
    if (!told) response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' })
    else response.writeHead(403, { 'content-type': 'text/plain', 'x-token': encodeURIComponent(clear) })
    response.end(`the credentials ${clear} (${told}) are not welcome\n`)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/shop.git`, close: () => server.close() }
}
