import * as z from 'zod'
import { id } from '@/lib/core/ids'
import { ok } from '../common-schema'

export const domain = z.object({
  id: id('domain'),
  hostname: z.string(),
  isPrimary: z.boolean(),
  isGenerated: z.boolean(),
  url: z.string(),
})
export type Domain = z.infer<typeof domain>
export const listDomains = {
  input: z.object({ appEnvironmentId: id('appEnvironment') }),
  output: z.object({ domains: z.array(domain) }),
}
export const addDomain = {
  input: z.object({
    appEnvironmentId: id('appEnvironment'),
    hostname: z.string().trim().min(1, 'must not be empty').max(253),
  }),
  output: domain,
}
export const removeDomain = {
  input: z.object({ appEnvironmentId: id('appEnvironment'), domainId: id('domain') }),
  output: ok,
}
export const makeDomainPrimary = {
  input: z.object({ appEnvironmentId: id('appEnvironment'), domainId: id('domain') }),
  output: domain,
}
