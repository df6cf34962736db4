import { Unplug } from 'lucide-react'
import Link from 'next/link'
import { buttonVariants } from '@/components/ui/button'

export function NotFound() {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-24 text-center">
      <Unplug aria-hidden className="mb-4 size-7 text-soft" />
      <h1 className="font-semibold text-lg">There is nothing at this address</h1>
      <p className="mt-1 text-soft">
        It may have been renamed or deleted, or you are not a member of its project.
      </p>
      <Link href="/projects" className={buttonVariants({ className: 'mt-5' })}>
        Go to projects
      </Link>
    </div>
  )
}
