'use client'

import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { ConfirmDialog } from '@/components/feedback/confirm-dialog'
import { useOperation } from '@/components/feedback/use-operation'
import { projectPath } from '@/components/shell/paths'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'

export function DeleteApp({ appId, name, project }: { appId: string; name: string; project: string }) {
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
          description="It stops answering, and its containers, images, variables, logs and history are lost. This cannot be undone."
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
