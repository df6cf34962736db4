import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A secret that was planted: parts of it that are nowhere else in the world. */
export interface Planted {
  name: string
  markers: string[]
}

/** Looks for planted secrets, as they are and in base64. What is written around a marker does not matter. */
export class SecretSearch {
  readonly #needles: { name: string; bytes: Buffer }[]

  constructor(planted: Planted[]) {
    this.#needles = planted.flatMap(({ name, markers }) =>
      markers.flatMap(marker =>
        [marker, ...base64Windows(marker)].map(text => ({ name, bytes: Buffer.from(text) })),
      ),
    )
  }

  /** Names of the secrets in it. */
  in(content: string | Buffer): string[] {
    const bytes = Buffer.from(content)
    const found = this.#needles.filter(needle => bytes.includes(needle.bytes)).map(({ name }) => name)
    return [...new Set(found)]
  }

  /** `file: secret` for every file below the folder with a secret in it. */
  inFiles(folder: string, leaveOut: (file: string) => boolean = () => false): string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name))
      .filter(file => !leaveOut(file))
      .flatMap(file => this.in(readIfThere(file)).map(name => `${path.relative(folder, file)}: ${name}`))
  }
}

/** Files of a database come and go. */
function readIfThere(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Characters of the marker's base64 that depend on it alone, for each of its three places in a group of three bytes. */
function base64Windows(marker: string): string[] {
  return [0, 1, 2].flatMap(offset => {
    const encoded = Buffer.from('\0'.repeat(offset) + marker).toString('base64')
    const window = encoded.slice(
      Math.ceil((offset * 8) / 6),
      Math.floor(((offset + Buffer.byteLength(marker)) * 8) / 6),
    )
    return [window, window.replaceAll('+', '-').replaceAll('/', '_')]
  })
}
