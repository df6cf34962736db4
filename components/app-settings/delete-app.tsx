'use client'

import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/feedback/confirm-dialog'
import { useOperation } from '@/components/feedback/use-operation'
import { projectPath } from '@/components/shell/paths'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import type { App } from '@/lib/operations/apps/schema'

export function DeleteApp({ app, project }: { app: App; project: string }) {
  const { id: appId, name } = app
  const router = useRouter()
  const { run, pending, error, reset } = useOperation('apps.delete')
  return (
    <Card>
      <CardHeader
        title="Delete app"
        description="In every environment. Its containers, images, variables, logs and history are lost; the repository stays as it is."
      />
      <CardBody>
        <ConfirmDialog
          trigger={<Button variant="danger-outline">Delete app</Button>}
          title={`Delete ${name} in every environment?`}
          description={`It stops answering, and its containers, images, variables, logs and history are lost. ${volumesText(app)}This cannot be undone.`}
          confirm="Delete app"
          typeName={name}
          pending={pending}
          error={error}
          onOpenChange={reset}
          onConfirm={async typed => {
            if (!(await run({ appId, confirm: typed }))) return false
            toast(`${name} is being deleted.`)
            router.push(projectPath(project))
            router.refresh()
            return true
          }}
        />
      </CardBody>
    </Card>
  )
}

/** Which data goes, too. */
function volumesText({ environments }: App): string {
  const all = environments.flatMap(({ environmentName, volumes }) =>
    volumes.map(volume => `${volume} (${environmentName})`),
  )
  if (all.length === 0) return ''
  return `The data in its volumes is lost, too: ${all.join(', ')}. `
}
