import path from 'node:path'
import { startDaemon } from '@/lib/adapters/process/daemon'
import { checkTraefik } from '@/lib/adapters/proxy/traefik/check'
import { writeTraefikFiles } from '@/lib/adapters/proxy/traefik/files'
import { GRACEFUL_STOP, keepPid, traefikCommand } from '@/lib/adapters/proxy/traefik/process'
import { traefikProxy } from '@/lib/adapters/proxy/traefik/proxy'
import type { Installation } from '../installation/installation'
import { findProgram } from '../machine/find-program'
import type { Service } from '../supervisor/service'
import { identityOf } from './identity-of'
import { panelHosts } from './panel-hosts'
import { proxyTls } from './proxy-tls'

/** The Traefik that the operator has installed, in front of the panel and every app. */
export function traefikService({ places, port, webPort, url }: Installation): Service {
  const logFile = path.join(places.log, 'proxy.log')
  return {
    name: 'proxy',
    async start() {
      const traefik = await checkTraefik(findProgram('traefik'))
      if (!traefik.ok) throw new Error(`${traefik.reason} ${traefik.fix}`)
      if (await proxyTls())
        throw new Error('BERTH_TLS_PORT is for nginx: with Traefik, TLS ends in front of it.')
      await writeTraefikFiles({
        dir: places.traefik,
        port,
        panel: { hosts: panelHosts(url), target: { host: '127.0.0.1', port: webPort } },
        publicScheme: url.startsWith('https:') ? 'https' : 'http',
        shutdownSeconds: 5,
      })
      const { file, argv } = traefikCommand({ file: traefik.file, dir: places.traefik })
      const { pid } = await startDaemon(file, argv, { logFile })
      await keepPid(places.traefik, pid)
      return identityOf(pid, 'proxy')
    },
    isReady: () =>
      traefikProxy({ dir: places.traefik })
        .status()
        .then(
          () => true,
          // Not listening yet.
          () => false,
        ),
    readyTimeoutMs: 15_000,
    // Requests under way are let to their end, long streams are not waited for.
    farewell: [{ signal: GRACEFUL_STOP, waitMs: 10_000 }],
    logFile,
  }
}
