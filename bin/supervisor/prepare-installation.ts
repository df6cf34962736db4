import { freePort } from '@/lib/adapters/system/free-port'
import { makeDataDirectory } from '../installation/data-directory'
import type { Installation } from '../installation/installation'
import type { Places } from '../installation/places'
import { findSecrets } from '../installation/secrets'
import { keepSettings, readSettings } from '../installation/settings'
import { choosePort } from '../machine/ports'
import { ensureUsers } from '../machine/users'
import type { UpOptions } from '../up-options'
import { step, tell } from './events'

/** Makes or finds everything durable of this installation: folders, users, keys, ports. */
export async function prepareInstallation(options: UpOptions, places: Places): Promise<Installation> {
  const users = await step(`Data directory ${places.dataDir}`, async () => {
    const found = await ensureUsers()
    await makeDataDirectory(places, found)
    return found
  })
  const { secrets, created } = await findSecrets(places)
  if (created) tell({ kind: 'note', text: `Keys created in ${places.secrets}: keep a copy in a safe place` })
  const before = await readSettings(places)
  const { port, remark } = await choosePort(options.port ?? before.port)
  if (remark) tell({ kind: 'note', text: remark })
  const settings = {
    namespace: before.namespace,
    proxy: options.proxy ?? before.proxy,
    port,
    // Nobody needs to know it, so any other one does when it is taken.
    webPort: await freePort(before.webPort),
    url: options.url ?? before.url,
    baseDomain: options.domain ?? before.baseDomain,
  }
  await keepSettings(places, settings)
  if (settings.url) remarkOnPort(settings.url, port)
  return {
    ...settings,
    places,
    secrets,
    users,
    proxy: settings.proxy ?? 'nginx',
    url: settings.url ?? `http://localhost${port === 80 ? '' : `:${port}`}`,
    baseDomain: settings.baseDomain ?? 'localhost',
  }
}

/** An http address without a port means port 80; where Berth listens elsewhere, something has to lead there. */
function remarkOnPort(url: string, port: number) {
  const { protocol, port: shown } = new URL(url)
  if (protocol !== 'http:' || shown !== '' || port === 80) return
  const text = `${url} means port 80, but Berth listens on ${port}. Unless something passes it on, use --url ${url}:${port}`
  tell({ kind: 'note', text })
}
