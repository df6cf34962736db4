import type { InputOf } from '@/lib/api/contract'

/** Where the source is and how to read it, as edited in forms. */
export interface SourceValues {
  repositoryUrl: string
  auth: 'none' | 'token' | 'deploy-key'
  username: string
  /** Empty: the stored one stays. */
  token: string
  rootDirectory: string
}

export const EMPTY_SOURCE: SourceValues = {
  repositoryUrl: '',
  auth: 'none',
  username: '',
  token: '',
  rootDirectory: '',
}

export const SOURCE_FIELDS = ['repositoryUrl', 'gitAuth', 'rootDirectory'] as const

type GitAuth = NonNullable<InputOf<'apps.create'>['gitAuth']>

/** Credentials as the API wants them. */
export function gitAuthOf({ auth, username, token }: SourceValues): GitAuth {
  if (auth !== 'token') return { kind: auth }
  return { kind: 'token', token, ...(username.trim() && { username: username.trim() }) }
}

/** `git@host:owner/repo.git` and `ssh://…`: only a deploy key can read those. */
export const isSshUrl = (url: string) => /^(ssh:\/\/|[\w.-]+@[\w.-]+:)/.test(url.trim())

/** A name for the app from the last part of the repository's address; empty when there is none. */
export function nameFromUrl(url: string): string {
  const last = url
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split(/[/:]/)
    .at(-1)
  return (last ?? '').replace(/\.git$/, '').slice(0, 60)
}
