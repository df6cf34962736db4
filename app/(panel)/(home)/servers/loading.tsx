import { PageHeader } from '@/components/shell/page-header'
import { CardsSkeleton } from '@/components/shell/page-skeletons'

export default function ServersLoading() {
  return (
    <>
      <PageHeader title="Servers" />
      <CardsSkeleton count={1} />
    </>
  )
}
