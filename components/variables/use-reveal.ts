'use client'

import { useState } from 'react'
import { useAction } from '@/components/feedback/use-action'
import { call } from '@/lib/api/client'
import type { VariableRow } from './draft'

export interface Reveal {
  /** Whether the value is shown, as far as it is known. */
  isShown: (row: VariableRow) => boolean
  /** null when the page does not have it. */
  knownValue: (row: VariableRow) => string | null
  toggle: (row: VariableRow) => void
  showAll: boolean
  setShowAll: (on: boolean) => void
}

/** Which values are shown. One that the page does not have is asked for, which the audit log records. */
export function useReveal(variableSetId: string): Reveal {
  const [showAll, setShowAll] = useState(false)
  /** Names that differ from `showAll`. */
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<ReadonlyMap<string, string>>(new Map())
  const { act } = useAction()
  const knownValue = (row: VariableRow) => row.value ?? asked.get(row.name) ?? null
  const isShown = (row: VariableRow) => showAll !== turned.has(row.name) && knownValue(row) !== null
  const turn = (name: string) =>
    setTurned(before => {
      const next = new Set(before)
      if (!next.delete(name)) next.add(name)
      return next
    })
  const ask = (name: string) =>
    act(async () => {
      const { value } = await call('variables.reveal', { variableSetId, name })
      setAsked(before => new Map(before).set(name, value))
      if (!showAll) turn(name)
    })
  return {
    isShown,
    knownValue,
    toggle: row => (knownValue(row) === null ? void ask(row.name) : turn(row.name)),
    showAll,
    setShowAll: on => {
      setShowAll(on)
      setTurned(new Set())
    },
  }
}
