'use client'

import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { CopyButton } from '@/components/feedback/copy-button'
import { Field } from '@/components/feedback/field'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardFooter, CardHeader } from '@/components/ui/card'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { OutputOf } from '@/lib/api/contract'
import type { Provider } from '@/lib/operations/webhooks/schema'
import { PROVIDER_NAMES } from './provider-names'
import { RotateSecret } from './rotate-secret'

interface WebhookCardProps {
  appId: string
  webhook: OutputOf<'webhooks.get'>
  repositoryUrl: string
}

/** The likely host of a repository; self-hosted ones cannot be told by their name. */
function likelyProvider(url: string): Provider {
  if (url.includes('gitlab')) return 'gitlab'
  if (url.includes('bitbucket')) return 'bitbucket'
  return /gitea|forgejo|codeberg/.test(url) ? 'gitea' : 'github'
}

/** What to copy into the git host so that a push deploys. */
export function WebhookCard({ appId, webhook, repositoryUrl }: WebhookCardProps) {
  const [provider, setProvider] = useState<string>(() => likelyProvider(repositoryUrl))
  const chosen = webhook.endpoints.find(endpoint => endpoint.provider === provider) ?? webhook.endpoints[0]
  if (!chosen) return null
  return (
    <Card>
      <CardHeader
        title="Webhook"
        description="Add it to the repository, and every push deploys the environments that follow its branch."
      />
      <CardBody className="grid max-w-2xl gap-4">
        <Field label="Git host" help={PROVIDER_NAMES[chosen.provider].where}>
          {control => (
            <Select {...control} value={chosen.provider} onChange={event => setProvider(event.target.value)}>
              {webhook.endpoints.map(endpoint => (
                <option key={endpoint.provider} value={endpoint.provider}>
                  {PROVIDER_NAMES[endpoint.provider].name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="URL">
          {control => (
            <div className="flex gap-1">
              <Input {...control} readOnly value={chosen.url} className="font-mono text-[0.8125rem]" />
              <CopyButton text={chosen.url} what="the webhook URL" size="icon" />
            </div>
          )}
        </Field>
        <Secret secret={webhook.secret} />
      </CardBody>
      <CardFooter>
        <p className="text-soft text-xs">A delivery whose signature does not match is refused.</p>
        <RotateSecret appId={appId} />
      </CardFooter>
    </Card>
  )
}

function Secret({ secret }: { secret: string }) {
  const [shown, setShown] = useState(false)
  return (
    <Field label="Secret">
      {control => (
        <div className="flex gap-1">
          <Input
            {...control}
            readOnly
            type={shown ? 'text' : 'password'}
            autoComplete="off"
            value={secret}
            className="font-mono text-[0.8125rem]"
          />
          <Button
            variant="ghost"
            size="icon"
            aria-label={shown ? 'Hide the secret' : 'Show the secret'}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          </Button>
          <CopyButton text={secret} what="the secret" size="icon" />
        </div>
      )}
    </Field>
  )
}
