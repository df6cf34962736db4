import { createServer } from 'node:net'

const HTTP_PORT = 80
const FIRST_OTHER_PORT = 8080
const TRIES = 100

export interface PortChoice {
  port: number
  /** Said to the operator when it is not the usual one. */
  remark: string | null
}

/**
 * Where the proxy listens: `wanted` (asked for, or used before), else 80 for root, else the first free one from 8080.
 * Throws when the wanted one is taken: people know the address.
 */
export async function choosePort(wanted: number | undefined): Promise<PortChoice> {
  if (wanted !== undefined) {
    if (await isFree(wanted, '0.0.0.0')) return { port: wanted, remark: null }
    throw new Error(
      `Port ${wanted} cannot be used: another program listens there, or you may not. Choose another one: berth up --port 8080`,
    )
  }
  if (process.getuid?.() === 0 && (await isFree(HTTP_PORT, '0.0.0.0')))
    return { port: HTTP_PORT, remark: null }
  const port = await firstFree(FIRST_OTHER_PORT, '0.0.0.0')
  return {
    port,
    remark: port === FIRST_OTHER_PORT ? null : `Port ${FIRST_OTHER_PORT} is taken; using ${port}.`,
  }
}

/** The first free port of `host` from `start` on. */
export async function firstFree(start: number, host: string): Promise<number> {
  for (let port = start; port < start + TRIES; port++) {
    if (await isFree(port, host)) return port
  }
  throw new Error(`No port from ${start} to ${start + TRIES - 1} is free.`)
}

export const isFree = (port: number, host: string): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, host, () => server.close(() => resolve(true)))
  })
