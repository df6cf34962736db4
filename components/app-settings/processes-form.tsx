'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { SettingForm } from '@/components/feedback/setting-form'
import { Button } from '@/components/ui/button'
import type { BuildPlan } from '@/lib/core/build/plan'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'
import { ProcessFields } from './process-fields'
import { NEW_PROCESS, type ProcessRow, processChange, processRows } from './process-values'
import { useSaveSettings } from './use-save-settings'

interface Draft extends ProcessRow {
  key: number
}

const keyed = (rows: ProcessRow[]): Draft[] => rows.map((row, key) => ({ ...row, key }))

/** Which processes run, how many of each, and what each may take. */
export function ProcessesForm({ app, plan }: { app: AppEnvironment; plan: BuildPlan | null }) {
  /** null: nothing edited yet, so a plan that arrives late still fills the list. */
  const [draft, setDraft] = useState<Draft[] | null>(null)
  const rows = draft ?? keyed(processRows(app.processes, plan))
  const { save, pending, error, fieldError } = useSaveSettings(app)
  const change = (key: number, part: Partial<ProcessRow>) =>
    setDraft(rows.map(row => (row.key === key ? { ...row, ...part } : row)))
  const add = () => setDraft([...rows, { ...NEW_PROCESS, key: 1 + Math.max(0, ...rows.map(row => row.key)) }])
  return (
    <SettingForm
      title="Processes"
      description="web answers requests; any other process runs beside it, for example a queue worker. 0 instances turn one off. What is left empty is as shown in grey."
      note="Counts from the next deployment. Deploying it keeps the image: nothing is built."
      onSubmit={async deploy => {
        if (await save({ processes: processChange(rows) }, { deploy, said: 'Processes saved.' }))
          setDraft(rows)
      }}
      deployable={app.release !== null}
      pending={pending}
      error={error}
      fields={rows.flatMap(({ type }) =>
        ['count', 'memoryMb', 'cpuMillis', 'stopSeconds'].map(field => `processes.${type}.${field}`),
      )}
    >
      <div className="grid gap-3">
        {rows.map(row => (
          <ProcessFields
            key={row.key}
            row={row}
            plan={plan}
            app={app}
            fieldError={fieldError}
            onChange={part => change(row.key, part)}
            onRemove={() => setDraft(rows.filter(({ key }) => key !== row.key))}
          />
        ))}
        <div>
          <Button size="sm" onClick={add}>
            <Plus aria-hidden />
            Add process
          </Button>
        </div>
      </div>
    </SettingForm>
  )
}
