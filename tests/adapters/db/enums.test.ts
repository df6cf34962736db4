import { describe, expect, it } from 'vitest'
import * as database from '@/lib/adapters/db/generated/enums'
import { ROLES, TOKEN_SCOPES } from '@/lib/core/access/roles'
import { CLEANUP_TRIGGERS } from '@/lib/core/cleanup/schedule'
import { PHASES } from '@/lib/core/deployment/phase'
import { ROUTE_STATES } from '@/lib/core/proxy/routes'

describe('Prisma enums', () => {
  it.each([
    ['DeploymentPhase', database.DeploymentPhase, PHASES],
    ['ProjectRole', database.ProjectRole, ROLES],
    ['RouteState', database.RouteState, ROUTE_STATES],
    ['CleanupTrigger', database.CleanupTrigger, CLEANUP_TRIGGERS],
    ['TokenScope', database.TokenScope, TOKEN_SCOPES],
  ])('%s has the values of its tuple in lib/core, in the same order', (_name, values, tuple) => {
    expect(Object.values(values)).toEqual([...tuple])
  })
})
