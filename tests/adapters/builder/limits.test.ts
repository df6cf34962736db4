import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limitBuilds } from '@/lib/adapters/builder/limits'

// The real group belongs to every build on the engine, so tests write to folders that look like it.
let cgroupRoot: string
beforeEach(async () => {
  cgroupRoot = await mkdtemp(path.join(tmpdir(), 'berth-cgroup-'))
})
afterEach(() => rm(cgroupRoot, { recursive: true }))
const read = (file: string) => readFile(path.join(cgroupRoot, file), 'utf8')
/** What the kernel shows. */
async function kernelHas(...files: string[]) {
  for (const file of files) {
    const [name = '', content = ''] = file.split('=')
    await mkdir(path.join(cgroupRoot, path.dirname(name)), { recursive: true })
    await writeFile(path.join(cgroupRoot, name), content)
  }
}

const limits = { memoryMb: 512, pids: 2000, cpuShare: 0.5 }
const ALL = { applied: ['memory', 'pids', 'cpu'], reason: null }

describe('control groups of version 1', () => {
  const memory = ['memory.limit_in_bytes', 'memory.memsw.limit_in_bytes'].map(
    file => `memory/docker/buildkit/${file}`,
  )
  const others = ['pids/docker/buildkit/pids.max', 'cpu/docker/buildkit/cpu.shares']

  test('limit memory with swap, processes and the share of the processors', async () => {
    await kernelHas(...memory, ...others)
    expect(await limitBuilds({ ...limits, cgroupRoot })).toEqual(ALL)
    for (const file of memory) expect(await read(file)).toBe('536870912')
    expect(await Promise.all(others.map(read))).toEqual(['2000', '512'])
    await limitBuilds({ ...limits, memoryMb: null, cgroupRoot })
    for (const file of memory) expect(await read(file)).toBe('-1')
  })

  test('without swap accounting: memory is limited all the same', async () => {
    const [file = ''] = memory
    await kernelHas(file, ...others)
    expect(await limitBuilds({ ...limits, cgroupRoot })).toEqual(ALL)
    expect(await read(file)).toBe('536870912')
  })

  test('without one controller: the others limit, and it is said', async () => {
    const [processes = ''] = others
    await kernelHas(...memory, processes)
    expect(await limitBuilds({ ...limits, cgroupRoot })).toEqual({
      applied: ['memory', 'pids'],
      reason: expect.stringMatching(/systemd/),
    })
  })
})

describe('control groups of version 2', () => {
  const files = ['memory.max', 'memory.swap.max', 'pids.max', 'cpu.weight'].map(
    file => `docker/buildkit/${file}`,
  )

  test('limit memory with swap, processes and the share of the processors', async () => {
    await kernelHas('cgroup.controllers=cpu memory pids', 'docker/cgroup.subtree_control=cpu memory pids')
    await kernelHas(...files)
    expect(await limitBuilds({ ...limits, cgroupRoot })).toEqual(ALL)
    expect(await Promise.all(files.map(read))).toEqual(['536870912', '0', '2000', '50'])
    await limitBuilds({ ...limits, memoryMb: null, cgroupRoot })
    expect(await Promise.all(files.slice(0, 2).map(read))).toEqual(['max', 'max'])
  })

  test('are asked to pass a controller down that they do not', async () => {
    await kernelHas('cgroup.controllers=cpu memory pids', 'docker/cgroup.subtree_control=memory pids')
    await kernelHas(...files)
    await limitBuilds({ ...limits, cgroupRoot })
    expect(await read('docker/cgroup.subtree_control')).toBe('+cpu')
  })

  test('of a kernel without the files: it is said which is missing', async () => {
    await kernelHas('cgroup.controllers=cpu', 'docker/cgroup.subtree_control=', 'docker/buildkit/cpu.weight')
    expect(await limitBuilds({ ...limits, cgroupRoot })).toEqual({
      applied: ['cpu'],
      reason: 'the kernel has no memory.max for builds',
    })
  })
})

test('where the groups are not ours to write, it is said why', async () => {
  expect(await limitBuilds({ ...limits, cgroupRoot })).toMatchObject({ applied: [], reason: /systemd/ })
  await kernelHas('memory/docker/buildkit=in the way')
  expect(await limitBuilds({ ...limits, cgroupRoot })).toMatchObject({ applied: [], reason: /EEXIST/ })
})
