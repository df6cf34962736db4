'use client'

import { Field } from '@/components/feedback/field'
import type { OperationState } from '@/components/feedback/use-operation'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { isSshUrl, type SourceValues } from './source'

interface SourceFieldsProps {
  values: SourceValues
  onChange: (values: SourceValues) => void
  fieldError: OperationState<'apps.create'>['fieldError']
  /** A token is stored already: leaving the field empty keeps it. */
  tokenStored?: boolean
}

const AUTH_HELP: Record<SourceValues['auth'], string> = {
  none: 'Anyone can read it.',
  token: 'An access token that may read the repository. It is stored encrypted and never shown again.',
  'deploy-key': 'Berth makes an SSH key for this app; you add its public half to the repository.',
}

/** Repository, how to read it, and where in it the app is. */
export function SourceFields({ values, onChange, fieldError, tokenStored = false }: SourceFieldsProps) {
  const set = (change: Partial<SourceValues>) => onChange({ ...values, ...change })
  const setUrl = (repositoryUrl: string) =>
    set({
      repositoryUrl,
      ...(isSshUrl(repositoryUrl) && !isSshUrl(values.repositoryUrl) && { auth: 'deploy-key' }),
    })
  return (
    <>
      <Field
        label="Repository URL"
        error={fieldError('repositoryUrl')}
        help="https://… or git@…: from any git host."
      >
        {control => (
          <Input
            {...control}
            required
            maxLength={500}
            spellCheck={false}
            autoCapitalize="none"
            placeholder="https://github.com/you/shop.git"
            value={values.repositoryUrl}
            onChange={event => setUrl(event.target.value)}
          />
        )}
      </Field>
      <Field label="Access" help={AUTH_HELP[values.auth]} error={authError(values, fieldError)}>
        {control => (
          <Select
            {...control}
            value={values.auth}
            onChange={event => set({ auth: event.target.value as SourceValues['auth'] })}
          >
            <option value="none">Public repository</option>
            <option value="token">Access token (https)</option>
            <option value="deploy-key">Deploy key (ssh)</option>
          </Select>
        )}
      </Field>
      {values.auth === 'token' && (
        <TokenFields values={values} set={set} fieldError={fieldError} tokenStored={tokenStored} />
      )}
      <Field
        label="Root directory"
        error={fieldError('rootDirectory')}
        help="Folder of the repository that holds the app; empty for the top."
      >
        {control => (
          <Input
            {...control}
            maxLength={200}
            spellCheck={false}
            autoCapitalize="none"
            placeholder="services/web"
            value={values.rootDirectory}
            onChange={event => set({ rootDirectory: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

const authError = (values: SourceValues, fieldError: SourceFieldsProps['fieldError']) =>
  values.auth === 'token' ? null : fieldError('gitAuth')

function TokenFields({
  values,
  set,
  fieldError,
  tokenStored,
}: {
  values: SourceValues
  set: (change: Partial<SourceValues>) => void
  fieldError: SourceFieldsProps['fieldError']
  tokenStored: boolean
}) {
  return (
    <div className="grid gap-4 sm:grid-cols-[2fr_1fr]">
      <Field
        label="Token"
        error={fieldError('gitAuth.token') ?? fieldError('gitAuth')}
        help={tokenStored ? 'Leave empty to keep the stored token.' : undefined}
      >
        {control => (
          <Input
            {...control}
            type="password"
            autoComplete="off"
            required={!tokenStored}
            maxLength={1000}
            value={values.token}
            onChange={event => set({ token: event.target.value })}
          />
        )}
      </Field>
      <Field label="User name" help="If your host asks for one.">
        {control => (
          <Input
            {...control}
            autoComplete="off"
            maxLength={200}
            value={values.username}
            onChange={event => set({ username: event.target.value })}
          />
        )}
      </Field>
    </div>
  )
}
