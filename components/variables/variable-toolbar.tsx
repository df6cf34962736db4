'use client'

import { Eye, EyeOff, FileUp, Search } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'

export type View = 'table' | 'raw'

interface VariableToolbarProps {
  filter: string
  onFilter: (filter: string) => void
  view: View
  /** null: the view cannot be left now. */
  onView: ((view: View) => void) | null
  showAll: boolean
  onShowAll: (on: boolean) => void
  /** null: the variables are only to be read. */
  onImport: (() => void) | null
}

export function VariableToolbar(props: VariableToolbarProps) {
  const { filter, onFilter, view, onView, showAll, onShowAll, onImport } = props
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="relative min-w-40 flex-1 sm:max-w-72">
        <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-soft" />
        <Input
          type="search"
          aria-label="Filter by name"
          placeholder="Filter by name"
          className="pl-8"
          disabled={view === 'raw'}
          value={filter}
          onChange={event => onFilter(event.target.value)}
        />
      </div>
      <div className="flex rounded-md border p-0.5">
        <ViewButton current={view} view="table" label="Table" onView={onView} />
        <ViewButton current={view} view="raw" label="Raw" onView={onView} />
      </div>
      <Button
        variant="ghost"
        size="icon"
        aria-label="Show all values"
        title="Show all values"
        aria-pressed={showAll}
        disabled={view === 'raw'}
        onClick={() => onShowAll(!showAll)}
      >
        {showAll ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
      </Button>
      {onImport && (
        <Button onClick={onImport}>
          <FileUp aria-hidden />
          Import .env
        </Button>
      )}
    </div>
  )
}

interface ViewButtonProps {
  current: View
  view: View
  label: string
  onView: ((view: View) => void) | null
}

function ViewButton({ current, view, label, onView }: ViewButtonProps) {
  const selected = current === view
  return (
    <Button
      size="sm"
      variant="ghost"
      aria-pressed={selected}
      className={selected ? 'h-6.5 bg-muted text-foreground' : 'h-6.5'}
      disabled={onView === null}
      onClick={() => onView?.(view)}
    >
      {label}
    </Button>
  )
}
