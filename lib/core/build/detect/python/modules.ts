import { depthOf, folderOf, inFolder, nameOf, type Source } from '../source'
import { type AppObject, findAppObject } from './app-object'
import { importedPackages, maskPython } from './mask'

/** The app object a server is pointed at. */
export interface AppModule extends AppObject {
  file: string
  /** Dotted, seen from `sourceRoot`. */
  module: string
  /** Folder that has to be on the module path; empty for the top. */
  sourceRoot: string
}

export interface FoundModules {
  best: AppModule | null
  /** Others as good as `best`, for a warning. */
  rivals: AppModule[]
}

const ENTRY_NAMES = ['main.py', 'app.py', 'application.py', 'server.py', 'api.py', 'run.py', '__init__.py']

/** No app starts in a larger file; generated data does. */
const MAX_TEXT = 100_000

/** Looks through the Python sources for the object a WSGI or ASGI server can serve. */
export function findModules(source: Source, files: string[]): FoundModules {
  const scored = files
    .flatMap(file => moduleIn(source, file))
    .map(one => ({ one, score: score(one) }))
    .sort(
      (a, b) =>
        b.score - a.score || depthOf(a.one.file) - depthOf(b.one.file) || (a.one.file < b.one.file ? -1 : 1),
    )
  const [best] = scored
  return {
    best: best?.one ?? null,
    rivals: scored
      .slice(1)
      .filter(other => best && other.score === best.score)
      .map(other => other.one),
  }
}

function moduleIn(source: Source, file: string): AppModule[] {
  const text = source.text(file)
  if (text === undefined || text.length > MAX_TEXT) return []
  const masked = maskPython(text)
  const found = findAppObject(nameOf(file), masked)
  if (!found) return []
  const sourceRoot = sourceRootOf(source, file, masked)
  const module = moduleName(file.slice(sourceRoot ? sourceRoot.length + 1 : 0))
  return module === null ? [] : [{ ...found, file, module, sourceRoot }]
}

function score({ file, kind, name }: AppModule): number {
  const base = { object: 10, made: 12, passed: 9, factory: 6 }[kind]
  const fileName = nameOf(file)
  const byFile = fileName === 'wsgi.py' || fileName === 'asgi.py' ? 4 : ENTRY_NAMES.includes(fileName) ? 3 : 0
  return base + byFile + (name === 'app' || name === 'application' ? 2 : 0) - depthOf(file)
}

function moduleName(path: string): string | null {
  const parts = path.replace(/\.py$/, '').split('/')
  if (parts.at(-1) === '__init__') parts.pop()
  return parts.length > 0 && parts.every(part => /^[A-Za-z_]\w*$/.test(part)) ? parts.join('.') : null
}

/** The dotted name of a file, seen from its source root or from `folder`; null when it cannot be imported. */
export function moduleOf(source: Source, file: string, folder: string): string | null {
  const root = folder || sourceRootOf(source, file, maskPython(source.text(file) ?? ''))
  return root === '' || file.startsWith(`${root}/`)
    ? moduleName(file.slice(root ? root.length + 1 : 0))
    : null
}

/**
 * `src` for a src layout; a file's own folder when that is no package and the file imports its neighbours by bare name;
 * else the top.
 */
function sourceRootOf(source: Source, file: string, masked: string): string {
  const folder = folderOf(file)
  const [top] = file.split('/')
  const isPackage = (path: string) => source.has(inFolder(path, '__init__.py'))
  if (folder && !isPackage(folder)) {
    const neighbour = (name: string) =>
      source.has(inFolder(folder, `${name}.py`)) || source.has(inFolder(folder, `${name}/__init__.py`))
    const atTop = (name: string) => source.has(`${name}.py`) || source.hasFolder(name)
    if ([...importedPackages(masked)].some(name => neighbour(name) && !atTop(name))) return folder
  }
  return folder && top === 'src' && !isPackage('src') ? 'src' : ''
}
