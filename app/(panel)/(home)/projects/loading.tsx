import { TablePageSkeleton } from '@/components/shell/page-skeletons'

export default function ProjectsLoading() {
  return <TablePageSkeleton title="Projects" />
}
