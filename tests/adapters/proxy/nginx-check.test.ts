import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkNginx } from '@/lib/adapters/proxy/nginx/check'

describe('checkNginx', () => {
  let dir: string
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'berth-check-'))
  })
  afterAll(() => rm(dir, { recursive: true }))

  const saying = async (name: string, text: string) => {
    const file = path.join(dir, name)
    await writeFile(file, `#!/bin/sh\necho '${text}' >&2\n`)
    await chmod(file, 0o755)
    return file
  }

  it('finds the nginx of this machine, with the modules it has to load', async () => {
    const check = await checkNginx()
    expect(check).toMatchObject({ ok: true, luaModule: true, version: expect.stringMatching(/^\d+\.\d+/) })
    if (check.ok) expect(check.modules.map(file => path.basename(file))).toContain('ngx_http_lua_module.so')
  })

  it('says what to run when there is none', async () => {
    expect(await checkNginx(['berth-no-such-nginx'])).toEqual({
      ok: false,
      version: null,
      luaModule: false,
      reason: 'nginx is not installed.',
      fix: 'Run: apt-get install nginx-light libnginx-mod-http-lua lua-resty-core',
    })
  })

  it('loads nothing where Lua is built in', async () => {
    const openresty = await saying(
      'openresty',
      'nginx version: openresty/1.25.3.1\nconfigure arguments: --add-module=../ngx_lua-0.10.26',
    )
    expect(await checkNginx([openresty])).toMatchObject({ ok: true, version: '1.25.3.1', modules: [] })
  })

  it('goes on to the next program when the first is something else', async () => {
    const other = await saying('other', 'I am not a web server')
    expect(await checkNginx([other])).toMatchObject({ ok: false, luaModule: false })
    expect(await checkNginx([other, 'nginx'])).toMatchObject({ ok: true, file: 'nginx' })
  })
})
