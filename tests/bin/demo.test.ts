import { afterAll, beforeAll, expect, test } from 'vitest'
import { unreachableRegistries } from '../support/registries'
import { type Installation, newInstallation } from './installation'

const SLOW = { timeout: 600_000 }
const missing = await unreachableRegistries(['pypi'])

let installation: Installation
beforeAll(async () => {
  installation = await newInstallation()
})
afterAll(() => installation?.remove())

test.skipIf(missing.has('pypi'))('up --demo: two live addresses, which outlive a restart', SLOW, async () => {
  const up = ['up', '--detach', '--demo', '--port', String(installation.port)]
  const { code, stdout } = await installation.berth(...up)
  expect(code, stdout).toBe(0)
  const live = [...stdout.matchAll(/^ {2}(staging|production) +(http:\S+)$/gm)]
  const hosts = live.map(([, , url = '']) => new URL(url).host)
  expect(live.map(([, name]) => name).sort()).toEqual(['production', 'staging'])
  const pages = () => Promise.all(hosts.map(host => installation.get(host)))
  const before = await pages()
  expect(before.map(({ status }) => status)).toEqual([200, 200])
  // Each environment has variables of its own.
  expect(before[0]?.body).not.toBe(before[1]?.body)

  await installation.berth('down')
  const again = await installation.berth('up', '--detach')
  expect(again.code, again.stdout).toBe(0)
  const after = await pages()
  expect(after.map(({ status }) => status)).toEqual([200, 200])
  expect((await installation.doctor()).ok).toBe(true)
})
