import { PageBody } from '@/components/shell/page-header'
import { TableSkeleton } from '@/components/shell/page-skeletons'

export default function DeploymentsLoading() {
  return (
    <div role="status" aria-label="Loading">
      <PageBody>
        <TableSkeleton />
      </PageBody>
    </div>
  )
}
