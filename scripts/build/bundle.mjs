import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'

const ENTRIES = { cli: 'bin/cli.ts', worker: 'workers/main.ts', web: 'workers/web.ts' }

/** Makes `dist/<name>.mjs` of each program. Packages are not bundled: they are loaded from node_modules. */
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
    packages: 'external',
    sourcemap: 'linked',
    metafile: true,
    logLevel: 'error',
  })
  await esbuild.stop()
  removeOld(root, new Set(Object.keys(metafile.outputs).map(file => path.basename(file))))
}

function removeOld(root, current) {
  for (const name of readdirSync(path.join(root, 'dist'))) {
    if (/\.mjs(\.map)?$/.test(name) && !current.has(name)) rmSync(path.join(root, 'dist', name))
  }
}
