/** The files of an app's root directory: every path, and the text of those that `filesToRead` named. */
export interface SourceFiles {
  paths: string[]
  text(path: string): string | undefined
}

/** `SourceFiles` with fast look-up and text without byte order mark and with plain line ends. */
export interface Source {
  readonly paths: readonly string[]
  has(path: string): boolean
  hasFolder(path: string): boolean
  text(path: string): string | undefined
}

export function readSource(files: SourceFiles): Source {
  const known = new Set(files.paths)
  const folders = new Set(files.paths.flatMap(parentFolders))
  return {
    paths: files.paths,
    has: path => known.has(path),
    hasFolder: path => folders.has(path),
    text: path =>
      files
        .text(path)
        ?.replace(/^\uFEFF/, '')
        .replace(/\r\n?/g, '\n'),
  }
}

function parentFolders(path: string): string[] {
  const parts = path.split('/')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'))
}

/** `a/b` of `a/b/c.py`; empty for a file at the top. */
export const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))
export const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
export const depthOf = (path: string) => path.split('/').length - 1
export const inFolder = (folder: string, name: string) => (folder ? `${folder}/${name}` : name)

/** Can stand in a Dockerfile and a shell word as it is. */
export const isPlainPath = (path: string) =>
  /^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(path) && !path.split('/').some(part => part === '..' || part === '.')
