import * as z from 'zod'

/** Prefix of each kind of id: `app_4k1z…`, 20 characters of Crockford base 32 after it. */
export const ID_PREFIX = {
  user: 'usr',
  session: 'ses',
  token: 'tok',
  setupLink: 'set',
  audit: 'aud',
  project: 'prj',
  environment: 'env',
  app: 'app',
  appEnvironment: 'ape',
  variableSet: 'vst',
  variable: 'var',
  domain: 'dom',
  build: 'bld',
  release: 'rel',
  deployment: 'dpl',
  instance: 'ins',
  inspection: 'isp',
  comparison: 'cmp',
  webhookDelivery: 'whd',
  cleanupRun: 'cln',
  volume: 'vol',
} as const
export type IdKind = keyof typeof ID_PREFIX

/** Schema of an id of one kind. */
export const id = (kind: IdKind) =>
  z.string().regex(new RegExp(`^${ID_PREFIX[kind]}_[0-9a-z]{20}$`), { message: `is not the id of a ${kind}` })
