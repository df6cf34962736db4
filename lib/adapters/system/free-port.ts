import { createServer } from 'node:net'

/** A TCP port of 127.0.0.1 that nothing listens on at this moment: `preferred` if it is free. */
export async function freePort(preferred = 0): Promise<number> {
  try {
    return await listenOnce(preferred)
  } catch (error) {
    if (preferred === 0) throw error
    return listenOnce(0)
  }
}

const listenOnce = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port)
        else reject(new Error('no port was assigned'))
      })
    })
  })
