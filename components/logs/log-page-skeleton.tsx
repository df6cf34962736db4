import { PageBody } from '@/components/shell/page-header'
import { Skeleton } from '@/components/ui/skeleton'

/** In the shape of a page with a bar and a log. */
export function LogPageSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      <PageBody>
        <div className="grid gap-2">
          <div className="flex h-8 items-center gap-2">
            <Skeleton className="h-8 w-36" />
            <Skeleton className="ml-auto h-8 w-64" />
          </div>
          <Skeleton className="h-[calc(100dvh-16rem)] min-h-80" />
        </div>
      </PageBody>
    </div>
  )
}
