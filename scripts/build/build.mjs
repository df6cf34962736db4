import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { bundle } from './bundle.mjs'
import { runLogged } from './run-logged.mjs'
import { hashSources } from './source-hash.mjs'

/** Prisma wants to download its engine, which generating does not use: the variable names any file that exists. */
const generateClient = root =>
  runLogged(root, 'prisma', process.execPath, ['node_modules/prisma/build/index.js', 'generate'], {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
  })

/** What is built, from which sources, in this order. `result` missing means that it must be built in any case. */
const PARTS = [
  {
    name: 'database client',
    sources: ['prisma/schema', 'prisma.config.ts', 'package-lock.json'],
    result: 'lib/adapters/db/generated',
    make: generateClient,
  },
  {
    name: 'programs',
    sources: [
      'bin',
      'lib',
      'workers',
      'prisma/schema',
      'scripts/build',
      'tsconfig.json',
      'package-lock.json',
    ],
    result: 'dist/cli.mjs',
    make: bundle,
  },
  {
    name: 'pages',
    sources: [
      'app',
      'components',
      'lib',
      'prisma/schema',
      'public',
      'proxy.ts',
      'next.config.js',
      'postcss.config.mjs',
      'tsconfig.json',
      'package-lock.json',
    ],
    result: '.next/BUILD_ID',
    make: buildPages,
  },
]

/** Names of the parts whose sources have changed since they were built. */
export const staleParts = root => stale(root).map(({ name }) => name)

/** Builds what is stale, each as one `step`. */
export async function build(root, step) {
  for (const part of stale(root)) {
    const hash = hashSources(root, part.sources)
    await step(`Building the ${part.name}`, async () => {
      await part.make(root)
      writeStamp(root, part.name, hash)
      return `Built the ${part.name}`
    })
  }
}

function stale(root) {
  const stamps = readStamps(root)
  return PARTS.filter(
    part =>
      !existsSync(path.join(root, part.result)) || stamps[part.name] !== hashSources(root, part.sources),
  )
}

const stampFile = root => path.join(root, 'dist/.stamp')

function readStamps(root) {
  try {
    return JSON.parse(readFileSync(stampFile(root), 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw error
  }
}

function writeStamp(root, name, hash) {
  mkdirSync(path.dirname(stampFile(root)), { recursive: true })
  writeFileSync(stampFile(root), JSON.stringify({ ...readStamps(root), [name]: hash }, null, 2))
}

async function buildPages(root) {
  rmSync(path.join(root, '.next/BUILD_ID'), { force: true })
  await runLogged(root, 'next', process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  })
}
