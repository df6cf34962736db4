import http from 'node:http'

const TIMEOUT_MS = 10_000
const MAX_BYTES = 100_000

/** One GET through the proxy of this machine, for the host of the address. The names need not resolve here. */
export function visit(port: number, host: string, path: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, headers: { host }, timeout: TIMEOUT_MS }
    const request = http.get(options, response => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        if (body.length < MAX_BYTES) body += chunk
      })
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }))
    })
    request.on('timeout', () =>
      request.destroy(new Error(`${host} did not answer in ${TIMEOUT_MS / 1000} s.`)),
    )
    request.on('error', reject)
  })
}
