'use client'

import Link from 'next/link'
import { count } from '@/components/feedback/format'
import type { VariableSet } from '@/lib/operations/variables/schema'
import { NO_EDITS, rowsOf } from './draft'
import { useReveal } from './use-reveal'
import { VariableTable } from './variable-table'

interface InheritedVariablesProps {
  set: VariableSet
  environmentName: string
  /** Where they are edited. */
  editPath: string
  /** Names with a remark: "Overridden". */
  remarks: ReadonlyMap<string, string>
}

/** The variables that all apps of the environment have, to be read. */
export function InheritedVariables({ set, environmentName, editPath, remarks }: InheritedVariablesProps) {
  const reveal = useReveal(set.id)
  return (
    <section className="grid gap-2" aria-labelledby="shared-variables">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 id="shared-variables" className="font-semibold">
          Shared by {environmentName.toLowerCase()}
        </h2>
        <Link href={editPath} className="rounded-sm text-accent text-xs underline-offset-2 hover:underline">
          Edit shared variables
        </Link>
      </div>
      <p className="text-soft">
        {set.variables.length === 0
          ? 'None. Shared variables are given to every app of the environment.'
          : `${count(set.variables.length, 'variable')} that every app of the environment has. A variable of the app with the same name wins.`}
      </p>
      {set.variables.length > 0 && (
        <VariableTable
          label="Shared variables"
          rows={rowsOf(set.variables, NO_EDITS)}
          reveal={reveal}
          remarks={remarks}
          editing={null}
        />
      )}
    </section>
  )
}
