import { Badge, type Tone } from '@/components/ui/badge'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { AppEnvironment } from '@/lib/operations/app-environments/schema'

type Instance = AppEnvironment['instances'][number]

const STATE_LOOK: Record<Instance['state'], { word: string; tone: Tone }> = {
  STARTING: { word: 'Starting', tone: 'busy' },
  SERVING: { word: 'Running', tone: 'good' },
  STANDBY: { word: 'Standing by', tone: 'quiet' },
  RETIRING: { word: 'Ending', tone: 'quiet' },
}

/** The processes that run, and their containers. */
export function InstanceTable({ instances }: { instances: Instance[] }) {
  return (
    <section className="grid gap-2">
      <h2 className="font-semibold">Processes</h2>
      <Table label="Processes">
        <TableHeader>
          <tr>
            <TableHead>Process</TableHead>
            <TableHead>State</TableHead>
            <TableHead className="max-sm:hidden">Container</TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {instances.map(({ id, processType, index, state, containerName }) => (
            <TableRow key={id}>
              <TableCell className="font-medium">
                {processType}.{index}
              </TableCell>
              <TableCell>
                <Badge tone={STATE_LOOK[state].tone}>{STATE_LOOK[state].word}</Badge>
              </TableCell>
              <TableCell className="font-mono text-soft text-xs max-sm:hidden">{containerName}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </section>
  )
}
