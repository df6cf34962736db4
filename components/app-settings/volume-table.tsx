import { RelativeTime } from '@/components/feedback/relative-time'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'

/** The data of an app in an environment that outlives its containers. */
export function VolumeTable({ volumes }: { volumes: AppEnvironment['volumes'] }) {
  return (
    <Card>
      <CardHeader
        title="Volumes"
        description="Their data is kept when the app is deployed, rolled back or stopped. It goes when the app is deleted."
      />
      <CardBody>
        <Table label="Volumes">
          <TableHeader>
            <TableRow>
              <TableHead>Name</TableHead>
              <TableHead>Mounted at</TableHead>
              <TableHead>Made</TableHead>
            </TableRow>
          </TableHeader>
          <TableBody>
            {volumes.map(({ name, mounts, createdAt }) => (
              <TableRow key={name}>
                <TableCell className="break-all font-mono text-[0.8125rem]">{name}</TableCell>
                <TableCell className="break-all font-mono text-[0.8125rem]">
                  {mounts.map(({ processType, path }) => `${processType}: ${path}`).join(', ') ||
                    'Nowhere in the current release'}
                </TableCell>
                <TableCell className="whitespace-nowrap">
                  <RelativeTime at={createdAt} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </CardBody>
    </Card>
  )
}
