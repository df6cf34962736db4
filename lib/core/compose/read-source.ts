import type { ServiceNotes } from './notes'
import { pairsOf } from './read-environment'
import { isMap } from './read-yaml'
import { joinPath, type RepositoryFiles, repositoryPath } from './repository-path'
import type { ComposeService } from './service'
import { saysNothing, textOf } from './values'

type Source = ComposeService['source']

/** Keys of `build` that change nothing here: caches are Berth's, and the image keeps its name. */
const BUILD_IGNORED = new Set([
  'cache_from',
  'cache_to',
  'labels',
  'no_cache',
  'pull',
  'tags',
  'platforms',
  'provenance',
  'sbom',
  'isolation',
])
const BUILD_KNOWN = new Set(['context', 'dockerfile', 'target', 'args'])

/** Where the folder and the Dockerfile of a `build` are; null when one is not inside the root directory. */
export function buildPaths(
  build: unknown,
  { folder }: Pick<RepositoryFiles, 'folder'>,
): { context: string; dockerfile: string } | null {
  const context = repositoryPath(textOf(isMap(build) ? (build.context ?? '.') : build) ?? '/', folder)
  if (context === null) return null
  const named = isMap(build) ? build.dockerfile : undefined
  const dockerfile = repositoryPath(named === undefined ? 'Dockerfile' : (textOf(named) ?? '/'), context)
  return dockerfile ? { context, dockerfile } : null
}

/** Where a service's image comes from; null with a refusal when it cannot be told. */
export function readImageSource(
  { image, build }: Record<string, unknown>,
  files: RepositoryFiles,
  notes: ServiceNotes,
): Source | null {
  if (build !== undefined && build !== null) {
    if (image !== undefined) notes.ignore('image')
    return readBuild(build, files, notes)
  }
  const reference = textOf(image)
  if (reference && reference.length <= 300 && !/[\p{Cc}\s]/u.test(reference) && !reference.startsWith('-')) {
    return { kind: 'image', reference }
  }
  notes.refuse('image', 'it has neither an image nor a build', 'Add `image: name:tag` or `build: folder`.')
  return null
}

function readBuild(build: unknown, files: RepositoryFiles, notes: ServiceNotes): Source | null {
  refuseBuildKeys(build, notes)
  const paths = buildPaths(build, files)
  if (!paths) {
    notes.refuse(
      'build',
      "its context or Dockerfile is not inside the app's root directory",
      'Use folders of the repository, without `..`, or set the root directory of the app higher.',
    )
    return null
  }
  const path = paths.dockerfile
  const text = files.text(path)
  if (text === undefined || !/^[ \t]*FROM[ \t]+\S/im.test(text)) {
    notes.refuse('build', `there is no Dockerfile at ${path}`, `Add ${path}, or name it with \`dockerfile\`.`)
    return null
  }
  const target = isMap(build) ? textOf(build.target) : undefined
  const args = isMap(build) ? pairsOf(build.args, 'build.args', notes) : []
  const ignore =
    files.text(`${path}.dockerignore`) ?? files.text(joinPath(paths.context, '.dockerignore')) ?? ''
  return {
    kind: 'build',
    ...paths,
    text,
    target: target ?? null,
    // A bare name is the app's variable of that name.
    args: Object.fromEntries(args.map(([name, value]) => [name, value ?? `\${${name}}`])),
    ignore: ['.git', ...linesOf(ignore)],
  }
}

function refuseBuildKeys(build: unknown, notes: ServiceNotes) {
  for (const [key, value] of isMap(build) ? Object.entries(build) : []) {
    if (BUILD_KNOWN.has(key) || key.startsWith('x-') || saysNothing(value)) continue
    if (BUILD_IGNORED.has(key)) notes.ignore(`build.${key}`)
    else {
      notes.refuse(
        `build.${key}`,
        'builds get the files of the repository and nothing else of the server or its network',
        'Leave it out, or do it inside the Dockerfile.',
      )
    }
  }
  const target = isMap(build) ? build.target : undefined
  if (target !== undefined && !/^[A-Za-z0-9][\w.-]{0,100}$/.test(textOf(target) ?? '')) {
    notes.refuse('build.target', 'it cannot be the name of a stage', 'Name a stage of the Dockerfile.')
  }
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
