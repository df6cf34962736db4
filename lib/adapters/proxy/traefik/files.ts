import { chmod, mkdir } from 'node:fs/promises'
import type { RouteDocument } from '@/lib/core/proxy/routes'
import type { TraefikOptions } from '@/lib/core/proxy/traefik'
import { traefikText } from '@/lib/core/proxy/traefik-document'
import { traefikPaths, traefikStatic } from '@/lib/core/proxy/traefik-static'
import { writeAccess } from './access'
import { withRoutesLock } from './lock'
import { replaceFile } from './replace-file'
import { type RenderedDocument, readSaved, render, save } from './saved-document'

export interface TraefikFilesOptions {
  /** Absolute path of the proxy's folder; made if need be. */
  dir: string
  port: number
  /** By default every address of the machine. It must include 127.0.0.1, where the driver asks. */
  address?: string
  /** Routed before the first document comes. */
  panel: RouteDocument['panel']
  publicScheme?: TraefikOptions['publicScheme']
  connectSeconds?: number
  readSeconds?: number
  shutdownSeconds?: number
}

const LOCK_MS = 10_000

/** Writes all that Traefik needs into `dir`; to be done before each start. Saved routes stay, with the panel where it is now. */
export async function writeTraefikFiles(options: TraefikFilesOptions): Promise<void> {
  const { dir, port } = options
  const paths = traefikPaths(dir)
  await mkdir(dir, { recursive: true, mode: 0o711 })
  for (const folder of [paths.admin, paths.state, paths.logs]) {
    await mkdir(folder, { recursive: true })
    await chmod(folder, 0o700)
  }
  const access = await writeAccess(dir, {
    port,
    options: {
      publicScheme: options.publicScheme ?? 'http',
      connectSeconds: options.connectSeconds ?? 5,
      readSeconds: options.readSeconds ?? 3600,
    },
  })
  await withRoutesLock(dir, LOCK_MS, () => restore(options, access.options))
  const config = traefikStatic({
    dir,
    address: `${options.address ?? ''}:${port}`,
    shutdownSeconds: options.shutdownSeconds ?? 30,
  })
  await replaceFile(paths.config, traefikText(config))
}

/** The newest document of this boot of the machine with the panel where it is now; else one with the panel only. */
async function restore({ dir, panel }: TraefikFilesOptions, options: TraefikOptions): Promise<void> {
  const saved = await readSaved(dir)
  const document = saved && { ...saved.document, panel }
  const rendered = document && renderOrNull(document, options)
  if (document && rendered) return save(dir, document, rendered)
  const empty: RouteDocument = { generation: 0, panel, routes: [] }
  await save(dir, empty, render(empty, options))
}

/** A file that was edited by hand may hold what no document may: it is not used. */
function renderOrNull(document: RouteDocument, options: TraefikOptions): RenderedDocument | null {
  try {
    return render(document, options)
  } catch {
    return null
  }
}
