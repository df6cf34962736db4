import { expect, it } from 'vitest'
import { type BuildInputs, buildKey } from '@/lib/core/build/build-key'
import { planOf } from './support/repository'

const plan = planOf({ 'index.html': '' })
const inputs = { commitSha: 'a'.repeat(40), rootDirectory: 'web', plan, buildArgs: { A: '1', B: '2' } }

it('is the same for the same inputs, in whatever order they are named', () => {
  expect(buildKey({ ...inputs, buildArgs: { B: '2', A: '1' } })).toBe(buildKey(inputs))
})

it.each<Partial<BuildInputs>>([
  { commitSha: 'b'.repeat(40) },
  { rootDirectory: '' },
  { plan: planOf({ 'public/index.html': '' }) },
  { plan: { ...plan, ignore: [] } },
  { buildArgs: { A: '1' } },
  { buildArgs: { A: '1","B', B: '2' } },
])('changes with %o', change => {
  expect(buildKey({ ...inputs, ...change })).not.toBe(buildKey(inputs))
})
