import type { Metadata } from 'next'
import Link from 'next/link'
import { SetupForm } from '@/components/auth/setup-form'
import { CopyButton } from '@/components/feedback/copy-button'
import { buttonVariants } from '@/components/ui/button'
import { readSetupStatus } from '../reads'

export const metadata: Metadata = { title: 'Set up', referrer: 'no-referrer' }

export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>
}) {
  const { token: raw } = await searchParams
  const token = typeof raw === 'string' && raw.length <= 200 ? raw : undefined
  const { needed, tokenValid } = await readSetupStatus(token)
  if (!needed) return <AlreadyDone />
  return token !== undefined && tokenValid ? (
    <Welcome token={token} />
  ) : (
    <DeadLink given={token !== undefined} />
  )
}

function Welcome({ token }: { token: string }) {
  return (
    <div className="grid gap-4">
      <div>
        <h1 className="font-semibold text-base">Create the first administrator</h1>
        <p className="mt-1 text-soft">
          This link works once. Afterwards you sign in with e-mail and password.
        </p>
      </div>
      <SetupForm token={token} />
    </div>
  )
}

function AlreadyDone() {
  return (
    <div className="grid gap-4">
      <div>
        <h1 className="font-semibold text-base">Berth is set up already</h1>
        <p className="mt-1 text-soft">
          The setup link has been used and does nothing any more. Sign in with the account it created.
        </p>
      </div>
      <Link href="/sign-in" className={buttonVariants({ variant: 'primary', size: 'lg' })}>
        Sign in
      </Link>
    </div>
  )
}

const NEW_LINK = './bin/berth setup-link'

/** `given`: the address had a token, but not the right one. */
function DeadLink({ given }: { given: boolean }) {
  return (
    <div className="grid gap-4">
      <div>
        <h1 className="font-semibold text-base">
          {given ? 'This setup link does not work' : 'This panel has no administrator yet'}
        </h1>
        <p className="mt-1 text-soft">
          {given
            ? 'It is incomplete, or a newer one replaced it. Print a new link on the server and open it:'
            : 'Open the one-time setup link that was printed when Berth was started, or print a new one on the server:'}
        </p>
      </div>
      <p className="flex items-center justify-between gap-2 rounded-md border bg-surface py-1 pr-1 pl-3">
        <code className="font-mono text-[0.8125rem]">{NEW_LINK}</code>
        <CopyButton text={NEW_LINK} what="the command" />
      </p>
    </div>
  )
}
