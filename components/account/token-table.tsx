import { EmptyState } from '@/components/feedback/empty-state'
import { formatUtc } from '@/components/feedback/format'
import { RelativeTime } from '@/components/feedback/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { OutputOf } from '@/lib/api/contract'
import { CreateToken } from './create-token'
import { RevokeToken } from './revoke-token'
import { SCOPE_NAMES } from './token-scopes'

/** Keys for programs. */
export function TokenTable({ tokens }: OutputOf<'tokens.list'>) {
  return (
    <section className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">API tokens</h2>
        <CreateToken />
      </div>
      {tokens.length === 0 ? (
        <EmptyState title="No tokens">
          A token lets the command line or a CI job act for you, with at most your rights.
        </EmptyState>
      ) : (
        <Table label="API tokens">
          <TableHeader>
            <tr>
              <TableHead>Name</TableHead>
              <TableHead>May</TableHead>
              <TableHead className="max-md:hidden">Last used</TableHead>
              <TableHead className="max-sm:hidden">Expires</TableHead>
              <TableHead>
                <span className="sr-only">Actions</span>
              </TableHead>
            </tr>
          </TableHeader>
          <TableBody>
            {tokens.map(token => (
              <TableRow key={token.id}>
                <TableCell>
                  <span className="font-medium">{token.name}</span>{' '}
                  <code className="font-mono text-soft text-xs">{token.prefix}…</code>
                </TableCell>
                <TableCell className="text-soft">{SCOPE_NAMES[token.scope].short}</TableCell>
                <TableCell className="text-soft max-md:hidden">
                  {token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : 'Never'}
                </TableCell>
                <TableCell className="text-soft max-sm:hidden">
                  {token.expiresAt ? formatUtc(token.expiresAt).split(',')[0] : 'Never'}
                </TableCell>
                <TableCell className="w-px text-right">
                  <RevokeToken tokenId={token.id} name={token.name} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  )
}
