'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { SettingForm } from '@/components/feedback/setting-form'
import { useOperation } from '@/components/feedback/use-operation'
import { commandText } from '@/components/set-up/command-text'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import type { BuildPlan } from '@/lib/core/build/plan'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'
import { type ProcessRow, processChange, processRows } from './process-values'

interface Draft extends ProcessRow {
  key: number
}

const keyed = (rows: ProcessRow[]): Draft[] => rows.map((row, key) => ({ ...row, key }))

/** Which processes run and how many of each. */
export function ProcessesForm({ app, plan }: { app: AppEnvironment; plan: BuildPlan | null }) {
  const router = useRouter()
  /** null: nothing edited yet, so a plan that arrives late still fills the list. */
  const [draft, setDraft] = useState<Draft[] | null>(null)
  const rows = draft ?? keyed(processRows(app.processes, plan))
  const { run, pending, error } = useOperation('app-environments.update')
  const save = async () => {
    const processes = processChange(rows)
    if (!(await run({ appEnvironmentId: app.id, processes }))) return
    setDraft(rows)
    toast('Processes saved.')
    router.refresh()
  }
  const change = (key: number, part: Partial<ProcessRow>) =>
    setDraft(rows.map(row => (row.key === key ? { ...row, ...part } : row)))
  const add = () => {
    const key = 1 + Math.max(0, ...rows.map(row => row.key))
    setDraft([...rows, { key, type: '', command: '', count: '1', detected: false }])
  }
  return (
    <SettingForm
      title="Processes"
      description="web answers requests; any other process runs beside it, for example a queue worker. Count 0 turns one off."
      note="Counts from the next deployment."
      onSubmit={save}
      pending={pending}
      error={error}
      fields={[]}
    >
      <div className="grid gap-3">
        {rows.map(row => (
          <ProcessFields
            key={row.key}
            row={row}
            detectedCommand={plan?.processes[row.type]?.command}
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

interface ProcessFieldsProps {
  row: ProcessRow
  detectedCommand: string | string[] | null | undefined
  onChange: (part: Partial<ProcessRow>) => void
  onRemove: () => void
}

function ProcessFields({ row, detectedCommand, onChange, onRemove }: ProcessFieldsProps) {
  const name = row.type || 'new process'
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_4.5rem_2rem] gap-2 sm:grid-cols-[7rem_minmax(0,1fr)_4.5rem_2rem]">
      <Input
        aria-label="Process type"
        required
        readOnly={row.detected}
        placeholder="worker"
        pattern="[a-z][a-z0-9\-]{0,30}"
        title="Lower-case letters, digits and dashes"
        className="max-sm:col-span-3"
        value={row.type}
        onChange={event => onChange({ type: event.target.value })}
      />
      <Input
        aria-label={`Command of ${name}`}
        required={!row.detected}
        maxLength={2000}
        spellCheck={false}
        className="font-mono text-[0.8125rem]"
        placeholder={detectedCommand === undefined ? 'As detected' : commandText(detectedCommand)}
        value={row.command}
        onChange={event => onChange({ command: event.target.value })}
      />
      <Input
        aria-label={`Instances of ${name}`}
        type="number"
        min={0}
        max={20}
        placeholder="1"
        value={row.count}
        onChange={event => onChange({ count: event.target.value })}
      />
      {!row.detected && (
        <Button variant="ghost" size="icon" aria-label={`Remove ${name}`} onClick={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      )}
    </div>
  )
}
