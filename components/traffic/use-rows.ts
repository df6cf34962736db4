'use client'

import { useState } from 'react'

export type Row<T> = T & { key: number }

/** A list that is edited: each row has a key of its own that stays when others go. */
export function useRows<T extends object>(initial: T[]) {
  const [rows, setRows] = useState<Row<T>[]>(() => keyed(initial))
  return {
    rows,
    add: (row: T) => setRows(before => [...before, { ...row, key: nextKey(before) }]),
    change: (key: number, part: Partial<T>) =>
      setRows(before => before.map(row => (row.key === key ? { ...row, ...part } : row))),
    remove: (key: number) => setRows(before => before.filter(row => row.key !== key)),
    replace: (list: T[]) => setRows(keyed(list)),
  }
}

const keyed = <T extends object>(list: T[]): Row<T>[] => list.map((row, key) => ({ ...row, key }))
const nextKey = (rows: { key: number }[]) => 1 + Math.max(-1, ...rows.map(({ key }) => key))
