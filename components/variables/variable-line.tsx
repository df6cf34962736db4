import { Eye, EyeOff, Lock, Pencil, RotateCcw, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { RelativeTime } from '@/components/feedback/relative-time'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { TableCell, TableRow } from '@/components/ui/table'
import { rowProblem, type VariableRow } from './draft'
import { Hidden } from './shown-value'
import type { Reveal } from './use-reveal'
import type { Editing, RowPlace } from './variable-table'

const STATE_WORD = { added: 'New', changed: 'Changed', removed: 'Removed' } as const

interface VariableLineProps {
  place: RowPlace
  row: VariableRow
  reveal: Reveal
  remark: string | null
  editing: Editing | null
}

/** One variable: name, value, when it was saved, and what can be done with it. */
export function VariableLine({ place, row, reveal, remark, editing }: VariableLineProps) {
  const { name, state, secret, saved } = row
  const problem = rowProblem(row)
  return (
    <TableRow
      {...place}
      className={cn(
        'max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:items-center max-sm:py-1.5',
        state !== 'same' && 'bg-accent-soft hover:bg-accent-soft',
      )}
    >
      <TableCell className="py-1.5 max-sm:py-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={cn('break-all font-mono text-xs', state === 'removed' && 'line-through')}>
            {name}
          </span>
          {secret && (
            <Badge>
              <Lock aria-hidden />
              Secret
            </Badge>
          )}
          {state !== 'same' && <Badge tone="busy">{STATE_WORD[state]}</Badge>}
          {remark && <Badge>{remark}</Badge>}
        </div>
      </TableCell>
      <TableCell className="py-1.5 max-sm:col-span-2 max-sm:row-start-2 max-sm:py-0">
        <Value row={row} reveal={reveal} />
        {problem && (
          <p role="alert" className="text-bad text-xs">
            {problem}
          </p>
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap py-1.5 text-soft max-lg:hidden">
        {saved && <RelativeTime at={saved.updatedAt} />}
      </TableCell>
      <TableCell className="py-1.5 max-sm:col-start-2 max-sm:py-0 max-sm:row-start-1">
        <Actions row={row} reveal={reveal} editing={editing} />
      </TableCell>
    </TableRow>
  )
}

function Value({ row, reveal }: { row: VariableRow; reveal: Reveal }) {
  if (row.state === 'removed' || !reveal.isShown(row))
    return <Hidden says={row.secret ? 'secret' : 'hidden'} />
  const value = reveal.knownValue(row) ?? ''
  return (
    <code className="line-clamp-4 whitespace-pre-wrap break-all font-mono text-xs">
      {value === '' ? <span className="text-soft">empty</span> : value.slice(0, 2000)}
    </code>
  )
}

type ActionsProps = Pick<VariableLineProps, 'row' | 'reveal' | 'editing'>

function Actions({ row, reveal, editing }: ActionsProps) {
  const { name, state } = row
  const gone = state === 'removed'
  const readable = !gone && (row.value !== null || !row.secret)
  const shown = reveal.isShown(row)
  return (
    <div className="flex justify-end">
      {readable && (
        <IconButton label={`${shown ? 'Hide' : 'Show'} ${name}`} onClick={() => reveal.toggle(row)}>
          {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </IconButton>
      )}
      {editing && !gone && (
        <IconButton label={`Edit ${name}`} onClick={() => editing.open(name)}>
          <Pencil aria-hidden />
        </IconButton>
      )}
      {editing && state !== 'same' && (
        <IconButton label={`Undo the change of ${name}`} onClick={() => editing.undo(name)}>
          <RotateCcw aria-hidden />
        </IconButton>
      )}
      {editing && state === 'same' && (
        <IconButton label={`Remove ${name}`} onClick={() => editing.remove(name)}>
          <Trash2 aria-hidden />
        </IconButton>
      )}
    </div>
  )
}

function IconButton({
  label,
  onClick,
  children,
}: {
  label: string
  onClick: () => void
  children: ReactNode
}) {
  return (
    <Button variant="ghost" size="icon-sm" aria-label={label} title={label} onClick={onClick}>
      {children}
    </Button>
  )
}
