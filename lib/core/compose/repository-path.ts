/**
 * The path of a file that `text` names, seen from `folder`, relative to the app's root directory: empty for the top
 * itself, null for one outside or odd.
 */
export function repositoryPath(text: string, folder = ''): string | null {
  if (/^[/~]|[\p{Cc}\\$]|:\/\//u.test(text) || text.length > 300) return null
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of text.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null
    } else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** What a Compose file may see of its repository. */
export interface RepositoryFiles {
  /** The folder of the Compose file. */
  folder: string
  /** Text by path below the root directory. */
  text(path: string): string | undefined
}

/** `name` in `folder`, both below the root directory. */
export const joinPath = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)
