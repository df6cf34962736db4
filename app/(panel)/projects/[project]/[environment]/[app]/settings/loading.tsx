import { CardsSkeleton } from '@/components/shell/page-skeletons'

export default function SettingsLoading() {
  return <CardsSkeleton count={4} />
}
