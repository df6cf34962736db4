import { access } from 'node:fs/promises'
import path from 'node:path'
import { ProcessFailed, run } from '../../process/run'

export type NginxCheck =
  | {
      ok: true
      /** The program to start. */
      file: string
      version: string
      luaModule: true
      /** Shared objects its configuration has to load; none where Lua is built in. */
      modules: string[]
    }
  | { ok: false; version: string | null; luaModule: boolean; reason: string; fix: string }

const PROGRAMS = ['nginx', 'openresty', '/usr/local/openresty/nginx/sbin/nginx']
/** Without it the Lua module does not start. */
const LUA_CORE = [
  '/usr/share/lua/5.1/resty/core.lua',
  '/usr/local/openresty/lualib/resty/core.lua',
  '/usr/local/share/lua/5.1/resty/core.lua',
]
const INSTALL = 'Run: apt-get install nginx-light libnginx-mod-http-lua lua-resty-core'

/** Whether an nginx that can be our proxy is installed, and how to start it. `programs` are tried in order. */
export async function checkNginx(programs: string[] = PROGRAMS): Promise<NginxCheck> {
  let best: NginxCheck = {
    ok: false,
    version: null,
    luaModule: false,
    reason: 'nginx is not installed.',
    fix: INSTALL,
  }
  for (const file of programs) {
    const found = await checkProgram(file)
    if (found?.ok) return found
    if (found && best.version === null) best = found
  }
  return best
}

async function checkProgram(file: string): Promise<NginxCheck | null> {
  const said = await describe(file)
  if (said === null) return null
  const version = /version: (?:nginx|openresty)\/(\S+)/.exec(said)?.[1] ?? null
  const modules = await luaModules(said)
  if (version === null || modules === null) {
    const reason = `nginx ${version ?? ''} is installed, without its Lua module.`.replace('  ', ' ')
    return { ok: false, version, luaModule: false, reason, fix: INSTALL }
  }
  if (!(await anyExists(LUA_CORE))) {
    return {
      ok: false,
      version,
      luaModule: true,
      reason: "nginx's Lua library resty.core is missing.",
      fix: INSTALL,
    }
  }
  return { ok: true, file, version, luaModule: true, modules }
}

/** Output of `nginx -V`, or null when there is no such program. */
async function describe(file: string): Promise<string | null> {
  try {
    const { stderr } = await run(file, ['-V'], { timeoutMs: 10_000 })
    return stderr
  } catch (error) {
    if (error instanceof ProcessFailed && error.reason === 'not-started') return null
    throw error
  }
}

/** Modules to load for Lua: none when it is built in, null when there is none. */
async function luaModules(said: string): Promise<string[] | null> {
  if (/--add-module=\S*(?:ngx_lua|lua-nginx-module)/.test(said)) return []
  const folder = /--modules-path=(\S+)/.exec(said)?.[1]
  for (const candidate of [folder, '/usr/lib/nginx/modules', '/usr/lib64/nginx/modules']) {
    if (!candidate) continue
    const modules = ['ndk_http_module.so', 'ngx_http_lua_module.so'].map(name => path.join(candidate, name))
    const [ndk, lua] = await Promise.all(modules.map(exists))
    if (ndk && lua) return modules
  }
  return null
}

async function anyExists(files: string[]): Promise<boolean> {
  return (await Promise.all(files.map(exists))).includes(true)
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
