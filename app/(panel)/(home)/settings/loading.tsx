import { PageHeader } from '@/components/shell/page-header'
import { CardsSkeleton } from '@/components/shell/page-skeletons'

export default function SettingsLoading() {
  return (
    <>
      <PageHeader title="Settings" />
      <CardsSkeleton count={3} />
    </>
  )
}
