'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { useOperation } from '@/components/feedback/use-operation'
import { commandText } from '@/components/set-up/command-text'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { BuildPlan } from '@/lib/core/build/plan'
import type { App } from '@/lib/operations/apps/schema'
import { BUILD_FIELDS, buildChange, buildValues } from './build-values'

const FIELDS = ['builder', 'dockerfilePath', 'buildSettings']

/** How it is built; what is left empty stays as detected. */
export function BuildForm({ app, plan, onSaved }: { app: App; plan: BuildPlan | null; onSaved: () => void }) {
  const router = useRouter()
  const [values, setValues] = useState(() => buildValues(app))
  const { run, pending, error, fieldError } = useOperation('apps.update')
  const save = async () => {
    if (!(await run({ appId: app.id, ...buildChange(values) }))) return
    toast('Build settings saved.')
    onSaved()
    router.refresh()
  }
  const detected = plan ? commandText(plan.processes.web?.command ?? null) : null
  return (
    <SettingForm
      title="Build"
      description={plan ? `Detected: ${plan.title}.` : 'For every environment of the app.'}
      note="Counts from the next deployment."
      onSubmit={save}
      pending={pending}
      error={error}
      fields={FIELDS}
    >
      <Field label="Builder" error={fieldError('builder')}>
        {control => (
          <Select
            {...control}
            value={values.builder}
            onChange={event => setValues({ ...values, builder: event.target.value as App['builder'] })}
          >
            <option value="AUTO">
              Automatic: a Dockerfile or Compose file if there is one, else as detected
            </option>
            <option value="DOCKERFILE">The repository's Dockerfile</option>
            <option value="COMPOSE">The repository's Compose file</option>
            <option value="STATIC">Static files</option>
          </Select>
        )}
      </Field>
      {(values.builder === 'AUTO' || values.builder === 'DOCKERFILE') && (
        <Field label="Dockerfile path" error={fieldError('dockerfilePath')} help="From the root directory.">
          {control => (
            <Input
              {...control}
              required
              maxLength={200}
              spellCheck={false}
              value={values.dockerfilePath}
              onChange={event => setValues({ ...values, dockerfilePath: event.target.value })}
            />
          )}
        </Field>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        {BUILD_FIELDS.filter(({ only }) => only.includes(values.builder)).map(
          ({ field, label, placeholder, help }) => (
            <Field key={field} label={label} help={help} error={fieldError(`buildSettings.${field}`)}>
              {control => (
                <Input
                  {...control}
                  maxLength={1000}
                  spellCheck={false}
                  className="font-mono text-[0.8125rem]"
                  placeholder={(field === 'startCommand' && detected) || placeholder}
                  value={values.settings[field]}
                  onChange={event =>
                    setValues({ ...values, settings: { ...values.settings, [field]: event.target.value } })
                  }
                />
              )}
            </Field>
          ),
        )}
      </div>
    </SettingForm>
  )
}
