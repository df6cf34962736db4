import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type Installation, newInstallation, processesOf } from './installation'

const SLOW = { timeout: 150_000 }
const state = z.object({ supervisor: z.object({ pid: z.number() }) })

let installation: Installation
beforeAll(async () => {
  installation = await newInstallation()
})
afterAll(() => installation?.remove())

const up = () => installation.berth('up', '--detach', '--port', String(installation.port))

function killSupervisor() {
  const text = readFileSync(path.join(installation.dataDir, 'run/state.json'), 'utf8')
  process.kill(state.parse(JSON.parse(text)).supervisor.pid, 'SIGKILL')
}

test('Ctrl-C ends a panel in the foreground, in order', SLOW, async () => {
  const { child, output, ended } = installation.begin('up', '--port', String(installation.port))
  await expect.poll(output, { timeout: 100_000 }).toContain('Ctrl-C stops it')
  child.kill('SIGINT')
  const { code, stdout } = await ended
  expect(code).toBe(0)
  const stopped = [...stdout.matchAll(/(\w+) stopped/g)].map(([, name]) => name)
  expect(stopped).toEqual(['web', 'worker', 'proxy', 'redis', 'postgres'])
  expect(processesOf(installation.dataDir)).toEqual([])
})

test('a killed supervisor is told, and up puts everything right', SLOW, async () => {
  await up()
  killSupervisor()
  const status = await installation.berth('status')
  expect(status.code).toBe(1)
  expect(status.stdout).toContain('The supervisor was killed')
  const doctor = await installation.doctor()
  expect(doctor).toMatchObject({ ok: false, running: false })
  expect(doctor.findings).toContainEqual(
    expect.objectContaining({ part: 'Berth', level: 'problem', fix: expect.stringContaining(' up ') }),
  )
  const again = await up()
  expect(again).toMatchObject({ code: 0, stderr: '' })
  expect((await installation.doctor()).findings.filter(({ level }) => level === 'problem')).toEqual([])
  // One of each, not those of before beside the new ones.
  const workers = processesOf(installation.dataDir).filter(line => line.includes('dist/worker.mjs'))
  expect(workers).toHaveLength(1)
})

test('down ends what a killed supervisor left behind', SLOW, async () => {
  killSupervisor()
  const { code } = await installation.berth('down')
  expect({ code, left: processesOf(installation.dataDir) }).toEqual({ code: 0, left: [] })
})
