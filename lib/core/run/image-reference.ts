/** A name under which a registry gives an image out. */
export interface ImageReference {
  /** `docker.io/library/redis`: in full, as engines compare it. */
  repository: string
  /** A tag, or a digest that begins with `sha256:`. */
  version: string
}

const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const REPOSITORY = new RegExp(`^${PART}(?:/${PART})*$`)
const HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,62})(?:\.[a-zA-Z0-9-]{1,63})*)(?::\d{1,5})?$/
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/
const DIGEST = /^sha256:[0-9a-f]{64}$/

/** Reads `redis`, `redis:7`, `ghcr.io/owner/name:tag` or `name@sha256:…`; null for anything else, an image id among them. */
export function imageReference(text: string): ImageReference | null {
  if (text.length > 300 || /^(sha256:)?[0-9a-f]{64}$/.test(text)) return null
  const [named = '', digest, ...rest] = text.split('@')
  const colon = named.lastIndexOf(':')
  const hasTag = colon > named.lastIndexOf('/')
  const name = hasTag ? named.slice(0, colon) : named
  const tag = hasTag ? named.slice(colon + 1) : 'latest'
  if (rest.length > 0 || !TAG.test(tag) || (digest !== undefined && !DIGEST.test(digest))) return null
  const repository = fullName(name)
  return repository === null ? null : { repository, version: digest ?? tag }
}

function fullName(name: string): string | null {
  const [first = '', ...others] = name.split('/')
  const hasHost = others.length > 0 && (/[.:]/.test(first) || first === 'localhost')
  const host = hasHost && first !== 'index.docker.io' ? first : 'docker.io'
  const path = hasHost ? others.join('/') : name
  if (!HOST.test(host) || !REPOSITORY.test(path)) return null
  return host === 'docker.io' && !path.includes('/') ? `docker.io/library/${path}` : `${host}/${path}`
}

/** Whether the engine's names of an image (`redis:7`, `redis@sha256:…`) are those of `wanted`. */
export const isNamed = (names: string[], wanted: ImageReference): boolean =>
  names.some(name => {
    const found = imageReference(name)
    return found?.repository === wanted.repository && found.version === wanted.version
  })
