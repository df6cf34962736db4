import { CardsSkeleton } from '@/components/shell/page-skeletons'

export default function TrafficLoading() {
  return <CardsSkeleton count={4} />
}
