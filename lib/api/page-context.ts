import { cookies, headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { Context } from '@/lib/operations/context'
import { webRuntime } from '@/lib/runtime'
import { actorOf } from './actor'
import { PATH_HEADER } from './page-headers'
import { contextFor } from './server'

/** Whoever opens a page, signed in or not. Pages go by the cookie alone. */
export const visitorContext = cache(async (): Promise<Context> => {
  const runtime = webRuntime()
  const jar = await cookies()
  return contextFor(runtime, await actorOf(runtime, new Headers({ cookie: jar.toString() })))
})

/** The signed-in person who opens a page. Anybody else is sent to sign in, or to set up a panel nobody has used yet. */
export const pageContext = cache(async (): Promise<Context> => {
  const ctx = await visitorContext()
  if (ctx.actor.kind !== 'anonymous') return ctx
  if ((await ctx.db.user.count()) === 0) redirect('/setup')
  const path = (await headers()).get(PATH_HEADER)
  redirect(path ? `/sign-in?next=${encodeURIComponent(path)}` : '/sign-in')
})
