'use client'

import { useRouter } from 'next/navigation'
import { ConfirmDialog } from '@/components/feedback/confirm-dialog'
import { count } from '@/components/feedback/format'
import { useOperation } from '@/components/feedback/use-operation'
import { Button } from '@/components/ui/button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'

interface DeleteProjectProps {
  projectId: string
  name: string
  appCount: number
}

export function DeleteProject({ projectId, name, appCount }: DeleteProjectProps) {
  const router = useRouter()
  const { run, pending, error, reset } = useOperation('projects.delete')
  return (
    <Card>
      <CardHeader
        title="Delete project"
        description={
          appCount === 0
            ? 'The project, its environments and their variables are lost.'
            : `A project can be deleted once it has no apps. This one has ${count(appCount, 'app')}: delete ${appCount === 1 ? 'it' : 'them'} first, each in its settings.`
        }
      />
      <CardBody>
        <ConfirmDialog
          trigger={
            <Button variant="danger-outline" disabled={appCount > 0}>
              Delete project
            </Button>
          }
          title={`Delete the project ${name}?`}
          description="Its environments and variables are lost. This cannot be undone."
          confirm="Delete project"
          typeName={name}
          pending={pending}
          error={error}
          onOpenChange={reset}
          onConfirm={async typed => {
            if (!(await run({ projectId, confirm: typed }))) return false
            router.push('/projects')
            router.refresh()
            return true
          }}
        />
      </CardBody>
    </Card>
  )
}
