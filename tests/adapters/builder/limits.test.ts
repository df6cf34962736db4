import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limitBuilds } from '@/lib/adapters/builder/limits'

// The real group belongs to every build on the engine, so tests write to folders that look like it.
let cgroupRoot: string
beforeEach(async () => {
  cgroupRoot = await mkdtemp(path.join(tmpdir(), 'berth-cgroup-'))
})
afterEach(() => rm(cgroupRoot, { recursive: true }))
const read = (file: string) => readFile(path.join(cgroupRoot, file), 'utf8')

test('control groups of version 1', async () => {
  await mkdir(path.join(cgroupRoot, 'memory/docker'), { recursive: true })
  expect(await limitBuilds({ memoryMb: 512, cgroupRoot })).toEqual({ applied: true })
  expect(await read('memory/docker/buildkit/memory.limit_in_bytes')).toBe('536870912')
  expect(await read('memory/docker/buildkit/memory.memsw.limit_in_bytes')).toBe('536870912')
  await limitBuilds({ memoryMb: null, cgroupRoot })
  expect(await read('memory/docker/buildkit/memory.limit_in_bytes')).toBe('-1')
})

test('control groups of version 2', async () => {
  await writeFile(path.join(cgroupRoot, 'cgroup.controllers'), 'cpu memory')
  await mkdir(path.join(cgroupRoot, 'docker'))
  expect(await limitBuilds({ memoryMb: 512, cgroupRoot })).toEqual({ applied: true })
  expect(await read('docker/buildkit/memory.max')).toBe('536870912')
  expect(await read('docker/buildkit/memory.swap.max')).toBe('0')
  await limitBuilds({ memoryMb: null, cgroupRoot })
  expect(await read('docker/buildkit/memory.max')).toBe('max')
})

test('where the groups are not ours to write, it is said why', async () => {
  expect(await limitBuilds({ memoryMb: 512, cgroupRoot })).toMatchObject({
    applied: false,
    reason: /systemd/,
  })
  await mkdir(path.join(cgroupRoot, 'memory/docker'), { recursive: true })
  await writeFile(path.join(cgroupRoot, 'memory/docker/buildkit'), 'in the way')
  expect(await limitBuilds({ memoryMb: 512, cgroupRoot })).toMatchObject({ applied: false, reason: /EEXIST/ })
})
