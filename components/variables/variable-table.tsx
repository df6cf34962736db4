'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Table, TableBody, TableHead, TableHeader } from '@/components/ui/table'
import type { VariableRow } from './draft'
import type { Reveal } from './use-reveal'
import { VariableEditRow } from './variable-edit-row'
import { VariableLine } from './variable-line'

const ROW = 45
/** Up to here all rows are in the page, so that the browser finds text in them. */
const ALL_UP_TO = 200

export interface Editing {
  /** The row that is open. */
  name: string | null
  open: (name: string | null) => void
  change: (name: string, edit: { value?: string; secret: boolean }) => void
  remove: (name: string) => void
  undo: (name: string) => void
}

interface VariableTableProps {
  label: string
  rows: VariableRow[]
  reveal: Reveal
  /** Short remarks by name. */
  remarks: ReadonlyMap<string, string>
  /** null: only to be read. */
  editing: Editing | null
}

/** Variables as a table; on narrow screens as cards. Of many, only those in view are in the page. */
export function VariableTable({ label, rows, reveal, remarks, editing }: VariableTableProps) {
  const { body, items, above, below, measure } = useRowsInView(rows)
  return (
    <Table label={label} className="table-fixed max-sm:block" aria-rowcount={rows.length + 1}>
      <TableHeader className="max-sm:hidden">
        <tr>
          <TableHead className="w-[30%]">Name</TableHead>
          <TableHead>Value</TableHead>
          <TableHead className="w-28 max-lg:hidden">Updated</TableHead>
          <TableHead className="w-28">
            <span className="sr-only">Actions</span>
          </TableHead>
        </tr>
      </TableHeader>
      <TableBody ref={body} className="max-sm:block">
        <Spacer height={above} />
        {items.map(({ index, row }) => {
          const place = { ref: measure, 'data-index': index, 'aria-rowindex': index + 2 }
          return editing !== null && editing.name === row.name ? (
            <VariableEditRow key={row.name} place={place} row={row} editing={editing} />
          ) : (
            <VariableLine
              key={row.name}
              place={place}
              row={row}
              reveal={reveal}
              remark={remarks.get(row.name) ?? null}
              editing={editing}
            />
          )
        })}
        <Spacer height={below} />
      </TableBody>
    </Table>
  )
}

/** Where a row stands, for the screen reader and for measuring. */
export interface RowPlace {
  ref: (element: HTMLTableRowElement | null) => void
  'data-index': number
  'aria-rowindex': number
}

function useRowsInView(rows: VariableRow[]) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [scrollMargin, setScrollMargin] = useState(0)
  const hydrated = useHydrated()
  useLayoutEffect(() => {
    const top = body.current?.getBoundingClientRect().top ?? 0
    setScrollMargin(Math.round(top + window.scrollY))
  })
  const virtual = useWindowVirtualizer<HTMLTableRowElement>({
    count: rows.length,
    estimateSize: () => ROW,
    overscan: rows.length <= ALL_UP_TO ? rows.length : 20,
    scrollMargin,
    getItemKey: index => rows[index]?.name ?? index,
    initialOffset: () => (typeof window === 'undefined' ? 0 : window.scrollY),
  })
  const measure = virtual.measureElement
  // The page may be scrolled already when its scripts start; until then it has the rows that the server sent.
  if (!hydrated) {
    const items = rows.slice(0, ALL_UP_TO).map((row, index) => ({ index, row }))
    return { body, items, above: 0, below: (rows.length - items.length) * ROW, measure }
  }
  const inView = virtual.getVirtualItems()
  const items = inView.flatMap(({ index }) => {
    const row = rows[index]
    return row ? [{ index, row }] : []
  })
  const [first, last] = [inView[0], inView.at(-1)]
  return {
    body,
    items,
    above: first ? first.start - scrollMargin : 0,
    below: last ? virtual.getTotalSize() - (last.end - scrollMargin) : 0,
    measure,
  }
}

const never = () => () => undefined
const useHydrated = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden className="max-sm:block" style={{ height }}>
      <td className="p-0" />
    </tr>
  )
}
