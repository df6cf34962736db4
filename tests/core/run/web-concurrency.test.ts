import { expect, it } from 'vitest'
import { webConcurrency } from '@/lib/core/run/web-concurrency'

it.each([
  [1000, 512, 2],
  [1000, 4096, 3],
  [2000, 4096, 5],
  [500, 4096, 2],
  [250, 128, 1],
  [8000, 1024, 4],
])('%i thousandths of a CPU and %i MB: %i workers', (cpuMillis, memoryMb, workers) => {
  expect(webConcurrency(cpuMillis, memoryMb)).toBe(workers)
})
