import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTraefik } from '@/lib/adapters/proxy/traefik/check'

describe('checkTraefik', () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'berth-check-'))
  })
  afterAll(() => rm(dir, { recursive: true }))

  const saying = async (text: string) => {
    const file = path.join(dir, 'traefik')
    await writeFile(file, `#!/bin/sh\necho '${text}'\n`)
    await chmod(file, 0o755)
    return file
  }

  it.each([null, '/no/such/traefik'])('says what to do when there is none (%s)', async file => {
    expect(await checkTraefik(file)).toEqual({
      ok: false,
      version: null,
      reason: 'Traefik is not installed.',
      fix: expect.stringMatching(/^Install Traefik 3\.7\.12 or newer .*or set BERTH_PROXY=nginx\.$/),
    })
  })

  it.each(['3.7.12', '3.8.0', 'v3.10.1'])('takes version %s', async version => {
    const file = await saying(`Version:      ${version}\nCodename:     x`)
    expect(await checkTraefik(file)).toEqual({ ok: true, file, version: version.replace('v', '') })
  })

  it.each(['2.11.0', '3.0.4', '3.7.11', '4.0.0'])('does not take version %s', async version => {
    const file = await saying(`Version:      ${version}`)
    expect(await checkTraefik(file)).toMatchObject({
      ok: false,
      version,
      reason: expect.stringContaining('needs'),
    })
  })

  it('does not take a program that is something else', async () => {
    expect(await checkTraefik(await saying('hello'))).toMatchObject({ ok: false, version: null })
  })
})
