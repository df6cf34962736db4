import semver from 'semver'
import { TRAEFIK_MINIMUM } from '@/lib/core/proxy/traefik-static'
import { ProcessFailed, run } from '../../process/run'

export type TraefikCheck =
  | { ok: true; file: string; version: string }
  | { ok: false; version: string | null; reason: string; fix: string }

const INSTALL = `Install Traefik ${TRAEFIK_MINIMUM} or newer so that \`traefik version\` works (https://doc.traefik.io/traefik/getting-started/install-traefik/), or set BERTH_PROXY=nginx.`

/** Whether the program at `file` is a Traefik that can be our proxy; null: none was found. */
export async function checkTraefik(file: string | null): Promise<TraefikCheck> {
  const said = file === null ? null : await describe(file)
  if (file === null || said === null) {
    return { ok: false, version: null, reason: 'Traefik is not installed.', fix: INSTALL }
  }
  const version = /^Version:\s+v?(\S+)/m.exec(said)?.[1] ?? null
  if (!semver.valid(version)) {
    return { ok: false, version: null, reason: `${file} does not say which Traefik it is.`, fix: INSTALL }
  }
  if (version === null || semver.lt(version, TRAEFIK_MINIMUM) || semver.major(version) !== 3) {
    const reason = `Traefik ${version} is installed; Berth needs ${TRAEFIK_MINIMUM} or a newer 3.`
    return { ok: false, version, reason, fix: INSTALL }
  }
  return { ok: true, file, version }
}

/** Output of `traefik version`, or null when there is no such program. */
async function describe(file: string): Promise<string | null> {
  try {
    const { stdout } = await run(file, ['version'], { timeoutMs: 10_000 })
    return stdout.toString('utf8')
  } catch (error) {
    if (error instanceof ProcessFailed && error.reason === 'not-started') return null
    throw error
  }
}
