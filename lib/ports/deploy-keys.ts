/** Makes the key pair with which an ssh repository is read. */
export interface DeployKeyPort {
  /** `publicKey` is an authorized_keys line ending with `comment`; `privateKey` is in OpenSSH's format. */
  newDeployKey(comment: string): Promise<{ publicKey: string; privateKey: string }>
}
