import type * as z from 'zod'
import type { App } from '@/lib/adapters/db/generated/client'
import type { Context } from '../context'
import { generateDeployKey } from './deploy-key'
import { appSecret } from './remote'
import type { createApp } from './schema'

export type GitAuthInput = z.output<typeof createApp.input>['gitAuth']
type CredentialFields = Pick<
  App,
  'gitAuth' | 'gitUsername' | 'gitTokenSealed' | 'deployKeyPublic' | 'deployKeySealed'
>

const NONE: CredentialFields = {
  gitAuth: 'NONE',
  gitUsername: null,
  gitTokenSealed: null,
  deployKeyPublic: null,
  deployKeySealed: null,
}

/** The columns that hold an app's git credentials, sealed under the project's key. A deploy key is made here. */
export function credentialFields(
  ctx: Context,
  app: { id: string; slug: string; dataKey: string },
  input: GitAuthInput,
): CredentialFields {
  if (input.kind === 'none') return NONE
  if (input.kind === 'token') {
    const sealed = ctx.secrets.seal(app.dataKey, appSecret.gitToken(app.id), input.token)
    return { ...NONE, gitAuth: 'TOKEN', gitUsername: input.username || null, gitTokenSealed: sealed }
  }
  const { publicKey, privateKey } = generateDeployKey(`berth-${app.slug}`)
  return {
    ...NONE,
    gitAuth: 'DEPLOY_KEY',
    deployKeyPublic: publicKey,
    deployKeySealed: ctx.secrets.seal(app.dataKey, appSecret.deployKey(app.id), privateKey),
  }
}
