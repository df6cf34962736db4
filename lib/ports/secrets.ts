/** Envelope encryption: AES-256-GCM under a random data key, which the master key wraps. */
export interface SecretsPort {
  newDataKey(): string
  /** Returns `v1.<iv>.<tag>.<data>`. `context` is authenticated: a value cannot be moved to another place. */
  seal(wrappedKey: string, context: string, plaintext: string): string
  /** Throws when the key, the context or the value does not fit. */
  open(wrappedKey: string, context: string, sealed: string): string
}
