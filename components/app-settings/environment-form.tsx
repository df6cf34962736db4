'use client'

import { useState } from 'react'
import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { Input } from '@/components/ui/input'
import type { BuildPlan } from '@/lib/core/build/plan'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'
import type { Inspection } from '@/lib/operations/apps/schema'
import { BranchField } from './branch-field'
import {
  ENVIRONMENT_FIELDS,
  type EnvironmentValues,
  environmentChange,
  environmentValues,
} from './environment-values'
import { LimitFields } from './limit-fields'
import { ReleaseCommand } from './release-command'
import { SwitchField } from './switch-field'
import { TakeOverFields } from './take-over-fields'
import { useSaveSettings } from './use-save-settings'

interface EnvironmentFormProps {
  app: AppEnvironment
  inspection: Inspection | null
}

/** What differs between environments: branch, health check, release command, limits. */
export function EnvironmentForm({ app, inspection }: EnvironmentFormProps) {
  const [values, setValues] = useState(() => environmentValues(app))
  const set = (change: Partial<EnvironmentValues>) => setValues(before => ({ ...before, ...change }))
  const { save, pending, error, fieldError } = useSaveSettings(app)
  const said = `Settings of ${app.environmentName.toLowerCase()} saved.`
  return (
    <SettingForm
      title={app.environmentName}
      description="Only for this environment. What is left empty stays as detected."
      note="Branch and automatic deployment count at once, the rest from the next deployment."
      onSubmit={async deploy => void (await save(environmentChange(values), { deploy, said }))}
      deployable={app.release !== null}
      pending={pending}
      error={error}
      fields={ENVIRONMENT_FIELDS}
    >
      <BranchField
        branches={inspection?.branches ?? []}
        value={values.branch}
        onChange={branch => set({ branch })}
        error={fieldError('branch')}
      />
      <SwitchField
        label="Deploy each push to the branch"
        checked={values.autoDeploy}
        onChange={autoDeploy => set({ autoDeploy })}
      />
      <RunFields values={values} set={set} plan={inspection?.plan ?? null} fieldError={fieldError} />
      <LimitFields values={values} set={set} fieldError={fieldError} />
      <TakeOverFields values={values} set={set} fieldError={fieldError} />
    </SettingForm>
  )
}

interface RunFieldsProps {
  values: EnvironmentValues
  set: (change: Partial<EnvironmentValues>) => void
  plan: BuildPlan | null
  fieldError: (field: string) => string | null
}

function RunFields({ values, set, plan, fieldError }: RunFieldsProps) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="Port" error={fieldError('port')} help="On which the app listens.">
          {control => (
            <Input
              {...control}
              inputMode="numeric"
              pattern="[0-9]*"
              placeholder={plan?.port?.toString() ?? 'As detected'}
              value={values.port}
              onChange={event => set({ port: event.target.value })}
            />
          )}
        </Field>
        <Field label="Health path" error={fieldError('healthPath')} help="Must answer before the switch.">
          {control => (
            <Input
              {...control}
              spellCheck={false}
              placeholder={plan?.healthPath ?? '/'}
              value={values.healthPath}
              onChange={event => set({ healthPath: event.target.value })}
            />
          )}
        </Field>
        <Field
          label="Time to start"
          error={fieldError('checkTimeoutSeconds')}
          help="In seconds, until given up."
        >
          {control => (
            <Input
              {...control}
              type="number"
              min={5}
              max={1800}
              required
              value={values.checkTimeoutSeconds}
              onChange={event => set({ checkTimeoutSeconds: event.target.value })}
            />
          )}
        </Field>
      </div>
      <ReleaseCommand
        values={values}
        set={set}
        detected={plan?.releaseCommand}
        error={fieldError('releaseCommand')}
      />
    </>
  )
}
