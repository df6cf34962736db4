import { RelativeTime } from '@/components/feedback/relative-time'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { AuditEntry } from '@/lib/operations/audit/schema'
import { detailText, sentence } from './sentence'

/** Who did what, newest first. */
export function ActivityList({ entries }: { entries: AuditEntry[] }) {
  return (
    <Table label="Activity">
      <TableHeader>
        <tr>
          <TableHead>What</TableHead>
          <TableHead className="max-sm:hidden">Details</TableHead>
          <TableHead className="text-right">When</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {entries.map(entry => (
          <TableRow key={entry.id} id={entry.id} className="target:bg-accent-soft">
            <TableCell className="align-top">
              <What entry={entry} />
            </TableCell>
            <TableCell className="max-w-96 align-top text-soft text-xs leading-5 max-sm:hidden">
              <span className="line-clamp-2 break-words">{detailText(entry.detail)}</span>
            </TableCell>
            <TableCell className="w-px whitespace-nowrap text-right align-top text-soft">
              <RelativeTime at={entry.at} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function What({ entry }: { entry: AuditEntry }) {
  const { text, namesEntity } = sentence(entry.verb)
  return (
    <>
      <span className="font-medium">{entry.actorName}</span> {text}
      {namesEntity && <span className="break-words font-medium"> {entry.entityName}</span>}
    </>
  )
}
