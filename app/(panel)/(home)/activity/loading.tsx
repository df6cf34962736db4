import { TablePageSkeleton } from '@/components/shell/page-skeletons'

export default function ActivityLoading() {
  return <TablePageSkeleton title="Activity" />
}
