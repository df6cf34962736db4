import { CardsSkeleton } from '@/components/shell/page-skeletons'

export default function PromoteLoading() {
  return <CardsSkeleton count={4} />
}
