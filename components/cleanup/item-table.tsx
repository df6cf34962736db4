import { formatBytes } from '@/components/feedback/format'
import { Badge, type Tone } from '@/components/ui/badge'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { itemKey } from '@/lib/core/cleanup/item-key'
import type { CleanupItem, CleanupOutcome } from '@/lib/core/cleanup/plan'
import { kindName } from './words'

/** More than anybody reads; the rest is counted. */
const SHOWN = 200

const OUTCOMES: Record<CleanupOutcome['state'], { word: string; tone: Tone }> = {
  removed: { word: 'Removed', tone: 'good' },
  kept: { word: 'Kept', tone: 'quiet' },
  failed: { word: 'Failed', tone: 'bad' },
}

interface ItemTableProps {
  label: string
  items: (CleanupItem & { outcome?: CleanupOutcome | null })[]
  /** Shows what became of each. */
  outcomes?: boolean
}

/** Things on the server: what each is, how large, and why it goes or stays. */
export function ItemTable({ label, items, outcomes = false }: ItemTableProps) {
  return (
    <>
      <Table label={label}>
        <TableHeader>
          <tr>
            <TableHead>What and why</TableHead>
            <TableHead className="text-right">Size</TableHead>
            {outcomes && <TableHead>Result</TableHead>}
          </tr>
        </TableHeader>
        <TableBody>
          {items.slice(0, SHOWN).map(item => (
            <TableRow key={itemKey(item)}>
              <TableCell>
                <span className="block break-all font-mono text-[0.8125rem]">{item.name}</span>
                <span className="block break-words text-soft text-xs">
                  {kindName(item.kind)}. {item.outcome?.note ?? item.reason}
                </span>
              </TableCell>
              <TableCell className="whitespace-nowrap text-right align-top tabular-nums">
                {item.sizeBytes === null ? '–' : formatBytes(item.sizeBytes)}
              </TableCell>
              {outcomes && (
                <TableCell className="align-top">
                  <Outcome outcome={item.outcome ?? null} />
                </TableCell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {items.length > SHOWN && (
        <p className="mt-1.5 text-soft text-xs">
          and {(items.length - SHOWN).toLocaleString('en')} more; the API lists them all
        </p>
      )}
    </>
  )
}

function Outcome({ outcome }: { outcome: CleanupOutcome | null }) {
  if (!outcome) return <Badge tone="quiet">Waits</Badge>
  const { word, tone } = OUTCOMES[outcome.state]
  return <Badge tone={tone}>{word}</Badge>
}
