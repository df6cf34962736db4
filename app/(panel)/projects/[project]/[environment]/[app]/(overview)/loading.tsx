import { CardsSkeleton } from '@/components/shell/page-skeletons'

export default function OverviewLoading() {
  return <CardsSkeleton />
}
