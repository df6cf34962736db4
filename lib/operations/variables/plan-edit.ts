import type * as z from 'zod'
import { DomainError } from '@/lib/core/errors'
import { MAX_VARIABLES } from '@/lib/core/variables/limits'
import type { updateVariables } from './schema'

export type Edit = Pick<z.output<(typeof updateVariables)['input']>, 'set' | 'unset'>
export interface Stored {
  id: string
  name: string
  value: string
  secret: boolean
}

/** What an edit comes to, given what is stored. Entries that change nothing are left out. */
export interface EditPlan {
  added: { name: string; value: string; secret: boolean }[]
  changed: Stored[]
  removed: Stored[]
}

/** Throws `invalid`, naming the variable, for an edit that contradicts itself, lacks a value, or is too large. */
export function planEdit(stored: readonly Stored[], { set, unset }: Edit): EditPlan {
  const before = new Map(stored.map(variable => [variable.name, variable]))
  refuseRepeated([...set.map(({ name }) => name), ...unset])
  const plan: EditPlan = {
    added: [],
    changed: [],
    removed: unset.flatMap(name => before.get(name) ?? []),
  }
  for (const entry of set) {
    const old = before.get(entry.name)
    if (!old) {
      plan.added.push(newVariable(entry))
      continue
    }
    const { value = old.value, secret = old.secret } = entry
    if (old.secret && !secret && entry.value === undefined) {
      throw invalid(`${entry.name} is a secret. To make it readable, enter its value again.`)
    }
    if (value !== old.value || secret !== old.secret) plan.changed.push({ ...old, value, secret })
  }
  const total = stored.length + plan.added.length - plan.removed.length
  if (total > MAX_VARIABLES) {
    throw invalid(`That would be ${total} variables; a set has at most ${MAX_VARIABLES}.`)
  }
  return plan
}

function newVariable({ name, value, secret = false }: Edit['set'][number]) {
  if (value === undefined) throw invalid(`${name} is new and needs a value.`)
  return { name, value, secret }
}

function refuseRepeated(names: string[]) {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) throw invalid(`${name} is there twice.`)
    seen.add(name)
  }
}

const invalid = (sentence: string) => new DomainError('invalid', sentence, { field: 'set' })
