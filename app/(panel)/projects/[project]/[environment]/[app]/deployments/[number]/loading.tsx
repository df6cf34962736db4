import { LogPageSkeleton } from '@/components/logs/log-page-skeleton'

export default function DeploymentLoading() {
  return <LogPageSkeleton />
}
