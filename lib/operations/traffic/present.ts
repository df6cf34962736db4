import { type RoutePolicy, routePolicy } from '@/lib/core/proxy/policy/policy'
import { unsupportedBy } from '@/lib/core/proxy/policy/unsupported'
import type { Context } from '../context'
import type { Traffic } from './schema'

/** The policy as people may see it: hashes of passwords stay here. */
export function presentTraffic({ settings }: Context, policy: RoutePolicy): Traffic {
  return {
    ...policy,
    basicAuth: { users: policy.basicAuth.users.map(({ name }) => ({ name })) },
    unsupported: unsupportedBy(settings.proxyDriver, policy).map(({ field, sentence }) => ({
      field,
      sentence,
    })),
  }
}

/** What is stored, with a default for each part. */
export const storedPolicy = (traffic: unknown): RoutePolicy => routePolicy.parse(traffic)
