'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { SOURCE_FIELDS } from '@/components/apps/source'
import { changedSource, savedSource } from '@/components/apps/source-change'
import { SourceFields } from '@/components/apps/source-fields'
import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { useOperation } from '@/components/feedback/use-operation'
import { DeployKey } from '@/components/set-up/deploy-key'
import { Input } from '@/components/ui/input'
import type { App } from '@/lib/operations/apps/schema'

/** Where the source is: for every environment. */
export function SourceForm({ app, onSaved }: { app: App; onSaved: () => void }) {
  const router = useRouter()
  const [name, setName] = useState(app.name)
  const [source, setSource] = useState(() => savedSource(app))
  const { run, pending, error, fieldError } = useOperation('apps.update')
  const save = async () => {
    const saved = await run({ appId: app.id, name, ...changedSource(app, source) })
    if (!saved) return
    setSource(savedSource(saved))
    toast('Source saved.')
    onSaved()
    router.refresh()
  }
  return (
    <>
      <SettingForm
        title="Source"
        description="For every environment of the app."
        note="Counts from the next deployment."
        onSubmit={save}
        pending={pending}
        error={error}
        fields={['name', ...SOURCE_FIELDS]}
      >
        <Field label="Name" error={fieldError('name')} help="Addresses stay as they are.">
          {control => (
            <Input
              {...control}
              required
              maxLength={60}
              value={name}
              onChange={event => setName(event.target.value)}
            />
          )}
        </Field>
        <SourceFields
          values={source}
          onChange={setSource}
          fieldError={fieldError}
          tokenStored={app.gitAuth === 'token'}
        />
      </SettingForm>
      {app.deployKeyPublic && <DeployKey line={app.deployKeyPublic} />}
    </>
  )
}
