import { Skeleton } from '@/components/ui/skeleton'
import { PageBody, PageHeader } from './page-header'

const rows = (n: number) => Array.from({ length: n }, (_, index) => `row-${index}`)

/** In the shape of a table with `count` rows. */
export function TableSkeleton({ count = 6 }: { count?: number }) {
  return (
    <div className="overflow-hidden rounded-lg border">
      <div className="h-8 border-b bg-surface" />
      <div className="divide-y divide-border">
        {rows(count).map(row => (
          <div key={row} className="flex h-11 items-center gap-6 px-3">
            <Skeleton className="h-4 w-1/4" />
            <Skeleton className="h-4 w-1/3" />
            <Skeleton className="ml-auto h-4 w-16" />
          </div>
        ))}
      </div>
    </div>
  )
}

/** A page with a known title and a table. */
export function TablePageSkeleton({ title }: { title: string }) {
  return (
    <div role="status" aria-label={`Loading ${title}`}>
      <PageHeader title={title} />
      <PageBody>
        <TableSkeleton />
      </PageBody>
    </div>
  )
}

/** Cards below each other, under a header that is there already. */
export function CardsSkeleton({ count = 3 }: { count?: number }) {
  return (
    <div role="status" aria-label="Loading">
      <PageBody>
        {rows(count).map(row => (
          <div key={row} className="grid gap-3 rounded-lg border p-4">
            <Skeleton className="h-4 w-32" />
            <Skeleton className="h-4 w-2/3" />
            <Skeleton className="h-4 w-1/2" />
          </div>
        ))}
      </PageBody>
    </div>
  )
}

/** A page whose title is not known yet, in its own header. */
export function HeadedSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      <div className="flex h-12 items-center border-b px-4 md:px-6">
        <Skeleton className="h-4 w-40" />
      </div>
      <PageBody>
        <TableSkeleton />
      </PageBody>
    </div>
  )
}
