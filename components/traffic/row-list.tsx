'use client'

import { Plus, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'

interface RowListProps {
  addLabel: string
  onAdd: () => void
  /** What is wrong with the list as a whole. */
  error?: string | null
  children: ReactNode
}

/** Rows of a list, and below them the button that adds one. */
export function RowList({ addLabel, onAdd, error, children }: RowListProps) {
  return (
    <div className="grid gap-3">
      {children}
      {error && (
        <p role="alert" className="text-bad text-xs">
          {error}
        </p>
      )}
      <div>
        <Button size="sm" onClick={onAdd}>
          <Plus aria-hidden />
          {addLabel}
        </Button>
      </div>
    </div>
  )
}

interface RowFieldsProps {
  /** Names the row: "redirect 2". */
  name: string
  onRemove: () => void
  className?: string
  children: ReactNode
}

/** The fields of one row, beside them the button that removes it. */
export function RowFields({ name, onRemove, className, children }: RowFieldsProps) {
  return (
    <fieldset className="grid grid-cols-[minmax(0,1fr)_2rem] gap-2 rounded-md border p-3">
      <legend className="sr-only">{name}</legend>
      <div className={cn('grid gap-3', className)}>{children}</div>
      <Button variant="ghost" size="icon" aria-label={`Remove ${name}`} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </fieldset>
  )
}
