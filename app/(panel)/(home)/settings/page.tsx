import type { Metadata } from 'next'
import { PasswordForm } from '@/components/account/password-form'
import { SessionTable } from '@/components/account/session-table'
import { TokenTable } from '@/components/account/token-table'
import { PageBody, PageHeader } from '@/components/shell/page-header'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { readAccount, readSessions, readTokens } from '../../reads'

export const metadata: Metadata = { title: 'Settings' }

export default async function SettingsPage() {
  const [account, { sessions }, { tokens }] = await Promise.all([readAccount(), readSessions(), readTokens()])
  return (
    <>
      <PageHeader title="Settings" />
      <PageBody>
        <Card>
          <CardHeader title="Account" />
          <CardBody>
            <dl className="grid grid-cols-[5rem_minmax(0,1fr)] gap-y-1.5">
              <dt className="text-soft">Name</dt>
              <dd className="break-words">{account.name}</dd>
              <dt className="text-soft">E-mail</dt>
              <dd className="break-words">{account.email}</dd>
              <dt className="text-soft">Role</dt>
              <dd>{account.isAdmin ? 'Administrator of this installation' : 'Member'}</dd>
            </dl>
          </CardBody>
        </Card>
        <PasswordForm email={account.email} />
        <SessionTable sessions={sessions} />
        <TokenTable tokens={tokens} />
      </PageBody>
    </>
  )
}
