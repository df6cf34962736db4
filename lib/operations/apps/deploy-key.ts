import { generateKeyPairSync, randomBytes } from 'node:crypto'

const TYPE = 'ssh-ed25519'

/**
 * A new Ed25519 key pair in OpenSSH's own form: `publicKey` is one authorized_keys line that ends with `comment`,
 * `privateKey` a file without passphrase. Layout: PROTOCOL.key of OpenSSH.
 */
export function generateDeployKey(comment: string): { publicKey: string; privateKey: string } {
  const label = comment.replace(/[^\w.@:/-]+/g, '-')
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')
  const publicBlob = Buffer.concat([text(TYPE), text(point)])
  return {
    publicKey: `${TYPE} ${publicBlob.toString('base64')} ${label}`,
    privateKey: privateFile(publicBlob, point, seed, label),
  }
}

function privateFile(publicBlob: Buffer, point: Buffer, seed: Buffer, label: string): string {
  const check = randomBytes(4)
  const secret = Buffer.concat([
    check,
    check,
    text(TYPE),
    text(point),
    text(Buffer.concat([seed, point])),
    text(label),
  ])
  // Padding 1, 2, 3… to the block size of the cipher "none".
  const padding = Buffer.from(Array.from({ length: -secret.length & 7 }, (_, index) => index + 1))
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    text('none'),
    text('none'),
    text(''),
    uint32(1),
    text(publicBlob),
    text(Buffer.concat([secret, padding])),
  ])
  const lines = file.toString('base64').replace(/.{70}/g, '$&\n').trimEnd()
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function text(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint32(bytes.length), bytes])
}
