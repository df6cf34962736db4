import type * as z from 'zod'
import type { Permission } from '@/lib/core/access/roles'
import { DomainError } from '@/lib/core/errors'
import { authorizeProject, requireAdmin, requireUser } from './authorize'
import type { Context } from './context'
import { unstorableText } from './unstorable-text'

/**
 * Who may run an operation:
 * - `public`: anyone · `user`: any person or token · `admin`: administrators of the installation, not tokens below WRITE
 * - `worker`: worker and system only, never reachable by HTTP
 * - a permission in the project that `project` finds for the input; a stranger is told "not found".
 */
export type Access<I> =
  | { kind: 'public' }
  | { kind: 'user'; write?: boolean }
  | { kind: 'admin' }
  | { kind: 'worker' }
  | {
      kind: 'project'
      permission: Permission
      project: (ctx: Context, input: I) => Promise<string>
      what: string
    }

export interface Operation<I = unknown, O = unknown> {
  (ctx: Context, input: unknown): Promise<O>
  operationName: string
  access: Access<I>
  input: z.ZodType<I>
  output: z.ZodType<O>
}

/** One operation: its input is parsed and its caller's right is checked before `run`, so that neither can be forgotten. */
export function defineOperation<I, O>(definition: {
  name: string
  access: Access<I>
  input: z.ZodType<I>
  output: z.ZodType<O>
  run: (ctx: Context, input: I) => Promise<O>
}): Operation<I, O> {
  const operation = async (ctx: Context, raw: unknown): Promise<O> => {
    const parsed = definition.input.safeParse(raw)
    if (!parsed.success) {
      await checkAccessBeforeDetails(ctx, definition.access)
      throw invalidInput(parsed.error)
    }
    const unstorable = unstorableText(parsed.data)
    if (unstorable !== null) {
      await checkAccessBeforeDetails(ctx, definition.access)
      throw invalidText(unstorable)
    }
    await checkAccess(ctx, definition.access, parsed.data)
    return definition.run(ctx, parsed.data)
  }
  return Object.assign(operation, {
    operationName: definition.name,
    access: definition.access,
    input: definition.input,
    output: definition.output,
  })
}

async function checkAccess<I>(ctx: Context, access: Access<I>, input: I) {
  await checkAccessBeforeDetails(ctx, access)
  if (access.kind === 'project') {
    await authorizeProject(ctx, access.permission, () => access.project(ctx, input), access.what)
  }
}

/** What can be said of the caller without a valid input: a stranger must not learn the input's shape by its errors. */
async function checkAccessBeforeDetails<I>(ctx: Context, access: Access<I>) {
  if (access.kind === 'public') return
  if (access.kind === 'worker') {
    if (ctx.actor.kind !== 'worker' && ctx.actor.kind !== 'system')
      throw new DomainError('forbidden', 'Only Berth itself may do this.')
    return
  }
  if (access.kind === 'admin') return requireAdmin(ctx)
  if (access.kind === 'user') return requireUser(ctx, access.write ?? false)
  if (ctx.actor.kind === 'anonymous') throw new DomainError('unauthenticated', 'Sign in first.')
}

function invalidText(field: string): DomainError {
  const message = 'must not contain a NUL or half a character'
  return new DomainError('invalid', `${field}: ${message}`, {
    field,
    details: { issues: [{ field, message }] },
  })
}

function invalidInput(error: z.ZodError): DomainError {
  const first = error.issues[0]
  const field = first?.path.join('.') ?? ''
  return new DomainError(
    'invalid',
    field ? `${field}: ${first?.message}` : (first?.message ?? 'The input is not valid.'),
    {
      field,
      details: {
        issues: error.issues.map(issue => ({ field: issue.path.join('.'), message: issue.message })),
      },
    },
  )
}
