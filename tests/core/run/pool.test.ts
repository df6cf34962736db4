import { describe, expect, test } from 'vitest'
import { type PoolMember, poolOf, samePool } from '@/lib/core/run/pool'

const member = (ip: string | null, change: Partial<PoolMember> = {}): PoolMember => ({
  ip,
  port: 8080,
  running: true,
  ready: true,
  ...change,
})
const at = (...hosts: string[]) => ({
  state: 'LIVE',
  targets: hosts.map(host => ({ host, port: 8080 })),
})
const down = { state: 'DOWN', targets: [] }

describe('the pool', () => {
  test('is all that answer', () => {
    expect(poolOf([member('10.0.0.1'), member('10.0.0.2')])).toEqual(at('10.0.0.1', '10.0.0.2'))
  })

  test('leaves out what is down or does not answer yet, while another does', () => {
    const others = [member('10.0.0.2', { running: false }), member('10.0.0.3', { ready: false })]
    expect(poolOf([member('10.0.0.1'), ...others])).toEqual(at('10.0.0.1'))
  })

  test('is what runs, when nothing answers', () => {
    const members = [member('10.0.0.1', { ready: false }), member('10.0.0.2', { running: false })]
    expect(poolOf(members)).toEqual(at('10.0.0.1'))
  })

  test('never has the address of a container that is not up: it may be another one’s', () => {
    expect(poolOf([member('10.0.0.1', { running: false })])).toEqual(down)
    expect(poolOf([member(null), member('10.0.0.1', { port: null })])).toEqual(down)
    expect(poolOf([])).toEqual(down)
  })
})

describe('two pools', () => {
  test('are the same in any order, and differ by state, host or port', () => {
    const pool = poolOf([member('10.0.0.1'), member('10.0.0.2')])
    expect(samePool(pool, { ...pool, targets: pool.targets.toReversed() })).toBe(true)
    expect(samePool(pool, poolOf([member('10.0.0.1')]))).toBe(false)
    expect(samePool(pool, poolOf([member('10.0.0.1'), member('10.0.0.2', { port: 80 })]))).toBe(false)
    expect(samePool({ state: 'DOWN', targets: [] }, { state: 'STOPPED', targets: [] })).toBe(false)
  })
})
