import path from 'node:path'
import { startDaemon } from '@/lib/adapters/process/daemon'
import { checkNginx } from '@/lib/adapters/proxy/nginx/check'
import { writeNginxFiles } from '@/lib/adapters/proxy/nginx/files'
import { GRACEFUL_STOP, nginxCommand } from '@/lib/adapters/proxy/nginx/master'
import { nginxProxy } from '@/lib/adapters/proxy/nginx/proxy'
import type { Installation } from '../installation/installation'
import { ROOT } from '../root'
import type { Service } from '../supervisor/service'
import { identityOf } from './identity-of'
import { panelHosts } from './panel-hosts'
import { plainScheme, proxyTls } from './proxy-tls'

/** nginx, in front of the panel and every app. Its routes outlive it in a file of its own. */
export function proxyService({ places, port, webPort, url }: Installation): Service {
  const logFile = path.join(places.log, 'proxy.log')
  return {
    name: 'proxy',
    async start() {
      const nginx = await checkNginx()
      if (!nginx.ok) throw new Error(`${nginx.reason} ${nginx.fix}`)
      const tls = await proxyTls()
      await writeNginxFiles({
        dir: places.proxy,
        assetsDir: path.join(ROOT, 'lib/adapters/proxy/nginx/lua'),
        modules: nginx.modules,
        port,
        panel: {
          hosts: panelHosts(url),
          target: { host: '127.0.0.1', port: webPort },
        },
        publicScheme: plainScheme(url, tls),
        tls,
      })
      const { file, argv } = nginxCommand({ file: nginx.file, dir: places.proxy })
      const { pid } = await startDaemon(file, argv, { logFile })
      return identityOf(pid, 'proxy')
    },
    isReady: () =>
      nginxProxy({ dir: places.proxy })
        .status()
        .then(
          () => true,
          // Not listening yet.
          () => false,
        ),
    readyTimeoutMs: 15_000,
    // Requests under way are let to their end, long streams are not waited for.
    farewell: [
      { signal: GRACEFUL_STOP, waitMs: 5000 },
      { signal: 'SIGTERM', waitMs: 5000 },
    ],
    logFile,
  }
}
