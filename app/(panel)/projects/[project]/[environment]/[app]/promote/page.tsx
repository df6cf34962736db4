import { PromotionView } from '@/components/promotions/promotion-view'
import { PageBody } from '@/components/shell/page-header'
import { roleMay } from '@/lib/core/access/roles'
import { readProject, readPromotion } from '../../../../../reads'
import { type AppPageProps, appOf, titleOf } from '../place'

export const generateMetadata = titleOf('Promote')

/** `?from=` names the other environment, `?release=` one of its releases; without, what serves in staging. */
export default async function PromotePage(props: AppPageProps) {
  const [{ app, place }, { from, release }] = await Promise.all([appOf(props), props.searchParams])
  const project = await readProject(place.project)
  const source = project.apps
    .find(({ id }) => id === app.appId)
    ?.environments.find(({ environmentSlug }) => environmentSlug === from)
  const preview = await readPromotion(
    app.id,
    source?.appEnvironmentId,
    typeof release === 'string' ? release : undefined,
  )
  return (
    <PageBody>
      <PromotionView
        preview={preview}
        place={place}
        may={{
          deploy: roleMay(project.role, 'app.deploy'),
          writeVariables: roleMay(project.role, 'variables.write'),
        }}
        underWay={app.activeDeployment?.number ?? null}
      />
    </PageBody>
  )
}
