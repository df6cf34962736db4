import path from 'node:path'
import { gitAdapter } from '@/lib/adapters/git/git'
import type { GitAdapterOptions } from '@/lib/adapters/git/options'
import { GitProblem } from '@/lib/core/git/problem'
import type { GitRemote } from '@/lib/ports/git'

/** An adapter with folders of its own below `root`. */
export function adapterIn(root: string, options: Partial<GitAdapterOptions> = {}) {
  const settings: GitAdapterOptions = {
    mirrorDir: path.join(root, 'mirrors'),
    exampleDir: path.join(root, 'example-repositories'),
    examplesDir: path.join(root, 'example-sources'),
    privateDir: path.join(root, 'private folder'),
    maxRepositoryMb: 100,
    allowPrivate: true,
    env: {},
    ...options,
  }
  return { settings, port: gitAdapter(settings) }
}

export const anonymous = (url: string): GitRemote => ({ url, credentials: { kind: 'none' } })
export const withToken = (url: string, token: string, username?: string): GitRemote => ({
  url,
  credentials: { kind: 'token', token, ...(username ? { username } : {}) },
})
export const withKey = (url: string, privateKey: string, knownHosts?: string): GitRemote => ({
  url,
  credentials: { kind: 'deploy-key', privateKey, ...(knownHosts ? { knownHosts } : {}) },
})

/** A signal nobody aborts. */
export const calm = () => new AbortController().signal

/** The problem a call ends with; throws when it succeeds or fails otherwise. */
export async function problemOf(call: Promise<unknown>): Promise<GitProblem> {
  const error = await call.then(
    () => 'success',
    (reason: unknown) => reason,
  )
  if (!(error instanceof GitProblem)) throw new Error(`expected a GitProblem, got ${String(error)}`)
  return error
}
