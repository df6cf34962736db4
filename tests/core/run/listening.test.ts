import { expect, test } from 'vitest'
import { parseListening } from '@/lib/core/run/listening'

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const row = (local: string, state: string) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 12345 1 0 100 0 0 10 0`

test('reads addresses and ports of both versions of IP', () => {
  const text = [
    HEAD,
    row('0100007F:1F90', '0A'),
    row('00000000:0BB8', '0A'),
    HEAD,
    row('00000000000000000000000000000000:0050', '0A'),
    row('00000000000000000000000001000000:01BB', '0A'),
    row('0000000000000000FFFF00000100007F:2328', '0A'),
    row('B80D01200000000000000000010000FF:0016', '0A'),
  ].join('\n')
  expect(parseListening(text)).toEqual([
    { address: '127.0.0.1', port: 8080 },
    { address: '0.0.0.0', port: 3000 },
    { address: '::', port: 80 },
    { address: '::1', port: 443 },
    { address: '::ffff:127.0.0.1', port: 9000 },
    { address: '2001:db8:0:0:0:0:ff00:1', port: 22 },
  ])
})

test('leaves out what does not listen, the resolver of Docker, and repetitions', () => {
  const text = [
    row('0100007F:1F90', '01'),
    row('0B00007F:9C40', '0A'),
    row('00000000:0BB8', '0A'),
    row('00000000:0BB8', '0A'),
  ].join('\n')
  expect(parseListening(text)).toEqual([{ address: '0.0.0.0', port: 3000 }])
})

test('garbage gives nothing', () => {
  expect(parseListening('')).toEqual([])
  expect(parseListening('cat: /proc/net/tcp6: No such file\n: : : 0A\nXX:YY ZZ 0A 0A')).toEqual([])
})
