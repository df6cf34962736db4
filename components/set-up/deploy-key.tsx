import { CopyButton } from '@/components/feedback/copy-button'
import { Card, CardBody, CardHeader } from '@/components/ui/card'

/** The public key to add to the repository before it can be read. */
export function DeployKey({ line }: { line: string }) {
  return (
    <Card>
      <CardHeader
        title="Add this deploy key to the repository"
        description="In the repository's settings, under deploy keys or access keys. Reading is enough: leave writing off."
        action={<CopyButton text={line} what="the deploy key" label="Copy" variant="secondary" />}
      />
      <CardBody>
        <code className="block select-all break-all rounded-md border bg-surface px-3 py-2 font-mono text-xs">
          {line}
        </code>
      </CardBody>
    </Card>
  )
}
