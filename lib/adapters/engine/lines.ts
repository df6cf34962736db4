import { StringDecoder } from 'node:string_decoder'

/** The lines of a stream of UTF-8 text, without their line feeds. Fails as the stream fails, which `node:readline` does not. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  for await (const chunk of chunks) {
    const [first = '', ...rest] = decoder.write(chunk).split('\n')
    parts.push(first)
    for (const next of rest) {
      yield parts.join('')
      parts = [next]
    }
  }
  const last = parts.join('') + decoder.end()
  if (last) yield last
}
