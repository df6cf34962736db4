import { HeadedSkeleton } from '@/components/shell/page-skeletons'

export default function ProjectLoading() {
  return <HeadedSkeleton />
}
