import { DiskCard } from '@/components/cleanup/disk-card'
import { PolicyForm } from '@/components/cleanup/policy-form'
import { readCleanupPolicy, readCleanupRun, readCleanupRuns } from '../../reads'

/** What takes room, its removal, and what is kept: for administrators. */
export async function DiskSection() {
  const [policy, { runs }] = await Promise.all([readCleanupPolicy(), readCleanupRuns()])
  const newest = runs[0] ? await readCleanupRun(runs[0].id) : null
  const measured = runs.find(({ usage }) => usage !== null)
  return (
    <>
      <DiskCard
        newest={newest}
        measured={measured?.usage ? { usage: measured.usage, at: measured.createdAt } : null}
      />
      <PolicyForm policy={policy} />
    </>
  )
}
