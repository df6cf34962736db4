import { History } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { ActivityList } from '@/components/activity/activity-list'
import { EmptyState } from '@/components/feedback/empty-state'
import { PageBody, PageHeader } from '@/components/shell/page-header'
import { buttonVariants } from '@/components/ui/button'
import { readAudit } from '../../reads'

export const metadata: Metadata = { title: 'Activity' }

const ENTRIES = 50

interface ActivityProps {
  searchParams: Promise<{ before?: string | string[] }>
}

export default async function ActivityPage({ searchParams }: ActivityProps) {
  const { before } = await searchParams
  const from = typeof before === 'string' ? before : undefined
  const { entries, next } = await readAudit(undefined, ENTRIES, from)
  return (
    <>
      <PageHeader title="Activity" />
      <PageBody>
        {entries.length === 0 ? (
          <EmptyState icon={History} title={from ? 'Nothing older' : 'Nothing has happened yet'}>
            Every change anyone makes is listed here, with who and when.
          </EmptyState>
        ) : (
          <ActivityList entries={entries} />
        )}
        <nav aria-label="Pages" className="flex justify-between gap-2">
          {from ? (
            <Link href="/activity" className={buttonVariants({ size: 'sm' })}>
              Newest
            </Link>
          ) : (
            <span />
          )}
          {next && (
            <Link href={`?before=${encodeURIComponent(next)}`} className={buttonVariants({ size: 'sm' })}>
              Older
            </Link>
          )}
        </nav>
      </PageBody>
    </>
  )
}
