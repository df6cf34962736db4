import { spawnSync } from 'node:child_process'

/** Runs the docker command as a person on the server would; returns its output, or throws with what it said. */
export function docker(...argv: string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', argv, { encoding: 'utf8', timeout: 120_000 })
  if (status !== 0) throw new Error(`docker ${argv.join(' ')} ended with ${status}: ${stderr}`)
  return stdout.trim()
}
