import { type AppPlace, promotePath } from '@/components/shell/paths'

interface EnvironmentOfProject {
  id: string
  slug: string
  name: string
  kind: 'PRODUCTION' | 'STAGING' | 'CUSTOM'
}

/** The environment that what runs here is promoted to: production; null in production itself. */
export function promotionTarget<E extends EnvironmentOfProject>(
  environments: readonly E[],
  here: string,
): E | null {
  const kind = environments.find(({ slug }) => slug === here)?.kind
  return kind === 'PRODUCTION' ? null : (environments.find(other => other.kind === 'PRODUCTION') ?? null)
}

/**
 * The way to the promotion page: from here to production; in production, from where something is deployed, staging
 * first. null: there is no such way. `deployedIn`: ids of environments where the app has a release.
 */
export function promotionLink(
  environments: readonly EnvironmentOfProject[],
  deployedIn: ReadonlySet<string>,
  place: AppPlace,
): { label: string; href: string } | null {
  const here = environments.find(({ slug }) => slug === place.environment)
  const target = promotionTarget(environments, place.environment)
  if (target)
    return here && deployedIn.has(here.id)
      ? {
          label: `Promote to ${target.name.toLowerCase()}`,
          href: promotePath({ ...place, environment: target.slug }, { from: place.environment }),
        }
      : null
  const sources = environments.filter(({ id, slug }) => slug !== place.environment && deployedIn.has(id))
  const source = sources.find(({ kind }) => kind === 'STAGING') ?? sources[0]
  return source
    ? {
        label: `Promote from ${source.name.toLowerCase()}`,
        href: promotePath(place, { from: source.slug }),
      }
    : null
}
