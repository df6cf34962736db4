import { notFound, redirect } from 'next/navigation'
import { pageContext } from '@/lib/api/page-context'
import { DomainError } from '@/lib/core/errors'
import type { Context } from '@/lib/operations/context'

/** Runs a read operation for a page: what does not exist shows the not-found page, who is not signed in goes to sign in. */
export async function read<O>(
  operation: (ctx: Context, input: unknown) => Promise<O>,
  input: unknown,
): Promise<O> {
  const ctx = await pageContext()
  try {
    return await operation(ctx, input)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'unauthenticated') redirect('/sign-in')
    if (error.code === 'not-found' || error.code === 'invalid') notFound()
    throw error
  }
}
