import type { Context } from '../context'

/** Where the app environment answers: its primary domain with scheme and port; null when it has none. */
export async function appUrl(ctx: Context, appEnvironmentId: string): Promise<string | null> {
  const domain = await ctx.db.domain.findFirst({
    where: { appEnvironmentId },
    orderBy: [{ isPrimary: 'desc' }, { createdAt: 'asc' }],
  })
  return domain ? urlOf(ctx, domain.hostname) : null
}

/** The address of a hostname on this installation. */
export const urlOf = (ctx: Context, hostname: string): string =>
  `${ctx.settings.appScheme}://${hostname}${ctx.settings.appPortSuffix}`
