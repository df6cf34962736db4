import { HttpError } from './http-errors'

/** The largest body is a set of 10,000 variables. */
export const MAX_BODY_BYTES = 12 * 1024 * 1024

/** The JSON object in a request's body; `{}` for an empty one. Reads no more than `limit` bytes. */
export async function readJson(request: Request, limit = MAX_BODY_BYTES): Promise<Record<string, unknown>> {
  const text = await readText(request, limit)
  if (text === '') return {}
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    throw new HttpError(
      415,
      'unsupported-type',
      'The body must be JSON.',
      'Send "Content-Type: application/json".',
    )
  }
  const value = parse(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpError(400, 'invalid', 'The body must be a JSON object.')
  }
  return Object.fromEntries(Object.entries(value))
}

/** The body as text. Throws 413 when it has more than `limit` bytes, whatever its header says. */
export const readText = async (request: Request, limit: number): Promise<string> =>
  (await readBytes(request, limit)).toString('utf8')

/** The body as it came. Throws 413 as `readText` does. */
export async function readBytes(request: Request, limit: number): Promise<Buffer> {
  if (!request.body) return Buffer.alloc(0)
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  for (let size = 0; ; ) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > limit) {
      await reader.cancel()
      throw new HttpError(413, 'too-large', `The body is larger than ${limit} bytes.`)
    }
    chunks.push(value)
  }
  return Buffer.concat(chunks)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new HttpError(400, 'invalid', 'The body is not valid JSON.')
  }
}
