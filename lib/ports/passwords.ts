/** Password hashes. */
export interface PasswordPort {
  hash(password: string): Promise<string>
  /** A null `hash` (there is no such user) costs the same time and is never right. */
  verify(hash: string | null, password: string): Promise<boolean>
}
