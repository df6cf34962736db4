import { DomainList } from '@/components/domains/domain-list'
import { PageBody } from '@/components/shell/page-header'
import { readDomains } from '../../../../../reads'
import { type AppPageProps, appOf, titleOf } from '../place'

export const generateMetadata = titleOf('Domains')

export default async function DomainsPage(props: AppPageProps) {
  const { app } = await appOf(props)
  const { domains } = await readDomains(app.id)
  return (
    <PageBody>
      <DomainList appEnvironmentId={app.id} domains={domains} />
    </PageBody>
  )
}
