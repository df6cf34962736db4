import type { Metadata } from 'next'
import { nextPage } from '@/components/auth/next-page'
import { SignInForm } from '@/components/auth/sign-in-form'
import { Alert } from '@/components/ui/alert'
import { readSetupStatus } from '../reads'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>
}) {
  const [{ next }, setup] = await Promise.all([searchParams, readSetupStatus(undefined)])
  return (
    <div className="grid gap-4">
      <h1 className="font-semibold text-base">Sign in</h1>
      {setup.needed && (
        <Alert title="Nobody can sign in yet">
          Open the one-time setup link that <code>berth up</code> printed. It creates the first administrator.
        </Alert>
      )}
      <SignInForm next={nextPage(typeof next === 'string' ? next : null)} />
    </div>
  )
}
