import { RelativeTime } from '@/components/feedback/relative-time'
import { Badge } from '@/components/ui/badge'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { OutputOf } from '@/lib/api/contract'
import { EndSession } from './end-session'
import { deviceName } from './user-agent'

/** Where one is signed in. */
export function SessionTable({ sessions }: OutputOf<'sessions.list'>) {
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">Sessions</h2>
      <Table label="Sessions">
        <TableHeader>
          <tr>
            <TableHead>Device</TableHead>
            <TableHead className="max-sm:hidden">Address</TableHead>
            <TableHead>Last seen</TableHead>
            <TableHead>
              <span className="sr-only">Actions</span>
            </TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {sessions.map(session => (
            <TableRow key={session.id}>
              <TableCell title={session.userAgent ?? undefined}>{deviceName(session.userAgent)}</TableCell>
              <TableCell className="text-soft max-sm:hidden">{session.ip ?? 'Unknown'}</TableCell>
              <TableCell className="text-soft">
                {session.current ? (
                  <Badge tone="good">This one</Badge>
                ) : (
                  <RelativeTime at={session.lastSeenAt} />
                )}
              </TableCell>
              <TableCell className="w-px text-right">
                {!session.current && (
                  <EndSession sessionId={session.id} device={deviceName(session.userAgent)} />
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  )
}
