import { CardsSkeleton } from '@/components/shell/page-skeletons'

export default function DomainsLoading() {
  return <CardsSkeleton count={1} />
}
