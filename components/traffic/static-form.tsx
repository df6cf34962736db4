'use client'

import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { Traffic } from '@/lib/operations/traffic/schema'
import { RowFields, RowList } from './row-list'
import type { TrafficFormProps } from './traffic-settings'
import { useRows } from './use-rows'
import { useSaveTraffic } from './use-save-traffic'

type Folder = Traffic['static'][number]

/** Which files the proxy keeps and sends itself. */
export function StaticForm({ appEnvironmentId, traffic }: TrafficFormProps) {
  const { rows, add, change, remove } = useRows(traffic.static)
  const { save, pending, error, fieldError } = useSaveTraffic(appEnvironmentId)
  const submit = async () => {
    const folders = rows.map(({ key: _, ...folder }) => folder)
    await save({ static: folders }, 'Static files saved.')
  }
  return (
    <SettingForm
      title="Static files"
      description="The proxy keeps files below these addresses and sends them without asking the app. Files with a content hash in their name (app.4f2a91c0.js) are kept for a year, by browsers too; others until the next release."
      note="Counts at once. Nothing behind a login of the app belongs here: files are asked for without cookies."
      onSubmit={submit}
      pending={pending}
      error={error}
      fields={['static']}
    >
      <RowList
        addLabel="Add folder"
        onAdd={() => add({ prefix: '/static/', immutable: 'hashed' })}
        error={rows.length === 0 ? fieldError('static') : null}
      >
        {rows.map((row, index) => (
          <RowFields
            key={row.key}
            name={`folder ${index + 1}`}
            onRemove={() => remove(row.key)}
            className="sm:grid-cols-2"
          >
            <Field label="Folder" error={fieldError(`static.${index}`)}>
              {control => (
                <Input
                  {...control}
                  required
                  maxLength={200}
                  spellCheck={false}
                  placeholder="/static/"
                  value={row.prefix}
                  onChange={event => change(row.key, { prefix: event.target.value })}
                />
              )}
            </Field>
            <Field label="Kept for a year">
              {control => (
                <Select
                  {...control}
                  value={row.immutable}
                  onChange={event =>
                    change(row.key, { immutable: event.target.value as Folder['immutable'] })
                  }
                >
                  <option value="hashed">Files with a hash in their name</option>
                  <option value="all">All: their names change with their content</option>
                </Select>
              )}
            </Field>
          </RowFields>
        ))}
      </RowList>
    </SettingForm>
  )
}
