// relay.mjs LISTEN TARGET: hands each connection on to TARGET. Each is a loopback port or the path of a unix socket.
import { connect, createServer } from 'node:net'

const at = place => (/^\d+$/.test(place) ? { host: '127.0.0.1', port: Number(place) } : { path: place })
const [listen = '', target = ''] = process.argv.slice(2)

createServer(from => {
  const to = connect(at(target))
  for (const [one, other] of [
    [from, to],
    [to, from],
  ]) {
    one.on('error', () => other.destroy())
    one.on('close', () => other.destroy())
    one.pipe(other)
  }
}).listen(at(listen), () => console.log('listening'))
