import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as z from 'zod'
import type { RouteDocument } from '@/lib/core/proxy/routes'
import { type TraefikOptions, traefikDocument } from '@/lib/core/proxy/traefik'
import { type TraefikDocument, traefikText } from '@/lib/core/proxy/traefik-document'
import { traefikPaths } from '@/lib/core/proxy/traefik-static'
import { replaceFile } from './replace-file'

export interface RenderedDocument {
  /** `<generation>.<digest>`: which document it is, also among those of one generation. */
  marker: string
  document: TraefikDocument
}

export const generationOf = (marker: string) => Number(marker.split('.')[0])

/** The document in Traefik's form. Throws for one that must not be routed by. */
export function render(document: RouteDocument, options: TraefikOptions): RenderedDocument {
  const plain = JSON.stringify(traefikDocument(document, '', options))
  const digest = createHash('sha256').update(plain).digest('hex').slice(0, 16)
  const marker = `${document.generation}.${digest}`
  return { marker, document: traefikDocument(document, marker, options) }
}

/** Checked as a whole when it is rendered. */
const routeDocument = z.custom<RouteDocument>(value => typeof value === 'object' && value !== null)
const saved = z.object({ boot: z.string(), marker: z.string(), document: routeDocument })

/** What was written last: its marker and the document in our form, as `save` got it. */
export interface SavedDocument {
  marker: string
  document: RouteDocument
}

/**
 * The newest document of this boot of the machine, or null. After a reboot the engine may have given an address to
 * another app; a file that is torn is not used either.
 */
export async function readSaved(dir: string): Promise<SavedDocument | null> {
  const text = await readFile(traefikPaths(dir).document, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const found = saved.safeParse(parse(text))
  return found.success && found.data.boot === (await bootId()) ? found.data : null
}

/** Writes the document in both forms. Ours first: a start after a crash in between renders the other one again. */
export async function save(dir: string, document: RouteDocument, rendered: RenderedDocument): Promise<void> {
  const paths = traefikPaths(dir)
  const boot = await bootId()
  await replaceFile(paths.document, `${JSON.stringify({ boot, marker: rendered.marker, document })}\n`)
  await replaceFile(paths.routes, traefikText(rendered.document))
}

const bootId = async () => (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Torn or not ours: the schema refuses it.
    return null
  }
}
