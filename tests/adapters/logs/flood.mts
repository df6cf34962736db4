/** Writes to a log until it is killed. */
import { fileLogs } from '../../../lib/adapters/logs/file-logs'

const [, , dir = '', name = ''] = process.argv
const logs = fileLogs({ dir, segmentBytes: 100_000 })
for (let i = 0; ; ) {
  const batch = Array.from({ length: 40 }, () => ({
    at: new Date().toISOString(),
    source: 'web.0',
    stream: 'stdout' as const,
    text: `${i++} ${'x'.repeat(200)}`,
  }))
  await logs.append(name, batch)
  if (i === 400) process.send?.('writing')
}
