import { StringDecoder } from 'node:string_decoder'
import { cutLine } from '@/lib/core/logs/cut-line'
import { MAX_LINE } from '@/lib/core/logs/entry'

/** Makes lines of output that comes in pieces of any size; holds one unfinished line, cut at the longest allowed. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8')
  #open = ''
  #lost = 0

  /** The lines that the piece finishes. */
  push(bytes: Uint8Array): string[] {
    const pieces = this.#decoder.write(Buffer.from(bytes)).split('\n')
    const lines: string[] = []
    for (const [i, piece] of pieces.entries()) {
      this.#add(piece)
      if (i < pieces.length - 1) lines.push(this.#take())
    }
    return lines
  }

  /** The last line, if it had no end. */
  end(): string[] {
    this.#add(this.#decoder.end())
    return this.#open === '' ? [] : [this.#take()]
  }

  #add(piece: string) {
    const text = this.#open + piece
    // What a carriage return overwrites is not worth keeping.
    const from = text.length > MAX_LINE ? text.slice(0, -1).lastIndexOf('\r') + 1 : 0
    this.#open = text.slice(from, from + MAX_LINE)
    this.#lost = (from > 0 ? 0 : this.#lost) + Math.max(0, text.length - from - MAX_LINE)
  }

  #take(): string {
    const line = cutLine(this.#open, this.#lost)
    this.#open = ''
    this.#lost = 0
    return line
  }
}
