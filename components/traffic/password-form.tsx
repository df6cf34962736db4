'use client'

import { Field } from '@/components/feedback/field'
import { SettingForm } from '@/components/feedback/setting-form'
import { Input } from '@/components/ui/input'
import { RowFields, RowList } from './row-list'
import type { TrafficFormProps } from './traffic-settings'
import { useRows } from './use-rows'
import { useSaveTraffic } from './use-save-traffic'

interface Person {
  name: string
  /** Empty: as it is saved. */
  password: string
  saved: boolean
}

const savedPeople = (users: { name: string }[]): Person[] =>
  users.map(({ name }) => ({ name, password: '', saved: true }))

/** Who may open the app at all: the browser asks for a name and a password. */
export function PasswordForm({ appEnvironmentId, traffic: { basicAuth } }: TrafficFormProps) {
  const { rows, add, change, remove, replace } = useRows(savedPeople(basicAuth.users))
  const { save, pending, error, fieldError } = useSaveTraffic(appEnvironmentId)
  const submit = async () => {
    const users = rows.map(({ name, password }) => ({ name, ...(password ? { password } : {}) }))
    const saved = await save({ basicAuth: { users } }, 'Passwords saved.')
    if (saved) replace(savedPeople(saved.basicAuth.users))
  }
  return (
    <SettingForm
      title="Password"
      description="The browser asks for a name and a password before anything of the app is shown, for example in staging. Without anybody on the list, everybody gets in."
      note="Counts at once. Passwords are kept as hashes and never shown again."
      onSubmit={submit}
      pending={pending}
      error={error}
      fields={['basicAuth']}
    >
      <RowList
        addLabel="Add person"
        onAdd={() => add({ name: '', password: '', saved: false })}
        error={rows.length === 0 ? fieldError('basicAuth.users') : null}
      >
        {rows.map((row, index) => (
          <RowFields
            key={row.key}
            name={`person ${index + 1}`}
            onRemove={() => remove(row.key)}
            className="sm:grid-cols-2"
          >
            <Field label="Name" error={fieldError(`basicAuth.users.${index}.name`)}>
              {control => (
                <Input
                  {...control}
                  required
                  maxLength={64}
                  readOnly={row.saved}
                  autoComplete="off"
                  spellCheck={false}
                  value={row.name}
                  onChange={event => change(row.key, { name: event.target.value })}
                />
              )}
            </Field>
            <Field label="Password" error={fieldError(`basicAuth.users.${index}.password`)}>
              {control => (
                <Input
                  {...control}
                  type="password"
                  minLength={8}
                  required={!row.saved}
                  autoComplete="new-password"
                  placeholder={row.saved ? 'Stays as it is' : 'At least 8 characters'}
                  value={row.password}
                  onChange={event => change(row.key, { password: event.target.value })}
                />
              )}
            </Field>
          </RowFields>
        ))}
      </RowList>
    </SettingForm>
  )
}
