import type { Source } from '../source'
import { dependsOn, type PackageJson, script } from './package-json'

/** How a framework's build is run: by its own server, or as files. */
export interface Framework {
  /** Dependency that shows it. */
  dependency: string
  name: string
  /** Command of its server, run in the app's folder; null: none. */
  start: string | null
  /** Folder of ready files; null: it needs its server. */
  output: string | null
  /** Paths whose file names hold a content hash, cached for good. */
  hashed: string | null
  /** Folder that the build makes with the server and all it needs; null: none. */
  standalone: string | null
  /** Any unknown path shows index.html, which routes by itself. */
  singlePage: boolean
}

const files = (
  dependency: string,
  name: string,
  output: string,
  hashed: string | null,
  singlePage: boolean,
): Framework => ({
  dependency,
  name,
  start: null,
  output,
  hashed,
  standalone: null,
  singlePage,
})

/** The more specific ones first: many are built on Vite. */
const FRAMEWORKS: Framework[] = [
  {
    ...files('next', 'Next.js', 'out', '/_next/static/', false),
    start: 'exec next start -H 0.0.0.0 -p $PORT',
    output: null,
  },
  {
    ...files('nuxt', 'Nuxt', '.output/public', '/_nuxt/', false),
    start: 'exec node .output/server/index.mjs',
    output: null,
  },
  {
    ...files('@sveltejs/adapter-node', 'SvelteKit', 'build', null, false),
    start: 'exec node build',
    output: null,
  },
  {
    ...files('@remix-run/serve', 'Remix', 'build', null, false),
    start: 'exec remix-serve ./build/server/index.js',
    output: null,
  },
  {
    ...files('@astrojs/node', 'Astro', 'dist', null, false),
    start: 'HOST=0.0.0.0 exec node ./dist/server/entry.mjs',
    output: null,
  },
  files('astro', 'Astro', 'dist', '/_astro/', false),
  files('@sveltejs/adapter-static', 'SvelteKit', 'build', '/_app/immutable/', true),
  files('@docusaurus/core', 'Docusaurus', 'build', '/assets/', false),
  files('gatsby', 'Gatsby', 'public', '/static/', false),
  files('@11ty/eleventy', 'Eleventy', '_site', null, false),
  files('vitepress', 'VitePress', 'docs/.vitepress/dist', '/assets/', false),
  files('react-scripts', 'Create React App', 'build', '/static/', true),
  files('@vue/cli-service', 'Vue CLI', 'dist', null, true),
  files('@angular/core', 'Angular', 'dist', null, true),
  files('parcel', 'Parcel', 'dist', null, true),
  files('vite', 'Vite', 'dist', '/assets/', true),
]

/** Servers whose dependency is evidence for a Node app. */
export const SERVER_PACKAGES: Record<string, string> = {
  express: 'Express',
  fastify: 'Fastify',
  koa: 'Koa',
  hono: 'Hono',
  '@hapi/hapi': 'hapi',
  '@nestjs/core': 'NestJS',
  restify: 'Restify',
  polka: 'Polka',
}

/** The framework the app is built with, with what its configuration changes. */
export function findFramework(source: Source, manifest: PackageJson): Framework | null {
  const found = FRAMEWORKS.find(one => dependsOn(manifest, one.dependency))
  if (!found) return null
  if (found.dependency === 'next') return nextVariant(source, found)
  if (found.dependency === 'vite') return { ...found, output: viteOutput(source) ?? found.output }
  if (found.dependency === '@angular/core') return { ...found, output: angularOutput(source) ?? found.output }
  return found
}

const configText = (source: Source, name: string) =>
  ['js', 'mjs', 'cjs', 'ts', 'mts']
    .map(end => source.text(`${name}.config.${end}`))
    .find(text => text !== undefined) ?? ''

function nextVariant(source: Source, next: Framework): Framework {
  const output = /\boutput\s*:\s*['"](standalone|export)['"]/.exec(configText(source, 'next'))?.[1]
  if (output === 'export') return { ...next, start: null, output: 'out' }
  if (output === 'standalone')
    return { ...next, start: 'HOSTNAME=0.0.0.0 exec node server.js', standalone: '.next/standalone' }
  return next
}

/** A plain relative folder only; anything else in the configuration is left to the user's setting. */
const viteOutput = (source: Source) =>
  /\boutDir\s*:\s*['"](?:\.\/)?([A-Za-z0-9_-][A-Za-z0-9_./-]*)['"]/.exec(configText(source, 'vite'))?.[1] ??
  null

function angularOutput(source: Source): string | null {
  const text = source.text('angular.json') ?? ''
  const path = /"outputPath"\s*:\s*"([A-Za-z0-9_-][A-Za-z0-9_./-]*)"/.exec(text)?.[1]
  const project = /"projects"\s*:\s*\{\s*"([A-Za-z0-9_-]+)"/.exec(text)?.[1]
  if (path) return text.includes(':application"') ? `${path}/browser` : path
  return project ? `dist/${project}/browser` : null
}

/** Serves files while developing; no server to run in production. */
export const isDevelopmentStart = (manifest: PackageJson) =>
  /^(vite|react-scripts start|ng serve|vue-cli-service serve|parcel|gatsby (develop|serve)|astro (dev|preview)|docusaurus start|eleventy|serve\b)/.test(
    script(manifest, 'start') ?? '',
  )
