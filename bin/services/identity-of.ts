import { identify, type ProcessIdentity } from '../supervisor/process-identity'

/** Throws when the process has ended already. */
export function identityOf(pid: number, name: string): ProcessIdentity {
  const identity = identify(pid)
  if (!identity) throw new Error(`The ${name} process ended right after its start.`)
  return identity
}
