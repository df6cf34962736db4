// A thread of its own: `berth up` is waited for without an event loop. Messages `cut` and `mend` are answered.
import { rmSync } from 'node:fs'
import net from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

const { file, engineSocket } = workerData
const open = new Set()
let server = null

function join(client) {
  const engine = net.connect({ path: engineSocket, allowHalfOpen: true })
  for (const [from, to] of [
    [client, engine],
    [engine, client],
  ]) {
    open.add(from)
    from.on('error', () => to.destroy())
    from.on('close', () => {
      open.delete(from)
      to.destroySoon()
    })
    from.pipe(to)
  }
}

function mend() {
  return new Promise(resolve => {
    rmSync(file, { force: true })
    server = net.createServer({ allowHalfOpen: true }, join).listen(file, resolve)
  })
}

function cut() {
  return new Promise(resolve => {
    for (const socket of open) socket.destroy()
    server.close(resolve)
    server = null
    rmSync(file, { force: true })
  })
}

parentPort.on('message', async wanted => {
  if (wanted === 'mend' && !server) await mend()
  if (wanted === 'cut' && server) await cut()
  parentPort.postMessage(wanted)
})
