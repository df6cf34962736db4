import type { ReactNode } from 'react'
import { count, formatBytes } from '@/components/feedback/format'
import { RelativeTime } from '@/components/feedback/relative-time'
import { Badge } from '@/components/ui/badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import type { OutputOf } from '@/lib/api/contract'
import type { WorkerReport } from '@/lib/operations/system/schema'
import { Meter } from './meter'

type Worker = OutputOf<'system.status'>['workers'][number]

/** A worker, and what it sees of its server. */
export function WorkerCard({ worker }: { worker: Worker }) {
  const { report, alive } = worker
  return (
    <Card>
      <CardHeader
        title={report?.hostname ?? worker.id}
        description={
          <>
            Seen <RelativeTime at={worker.seenAt} />, running since <RelativeTime at={worker.startedAt} />
          </>
        }
        action={<Badge tone={alive ? 'good' : 'bad'}>{alive ? 'Running' : 'Not answering'}</Badge>}
      />
      <CardBody>{report ? <Report report={report} /> : <p className="text-soft">No report yet.</p>}</CardBody>
    </Card>
  )
}

function Report({ report }: { report: WorkerReport }) {
  const { docker, proxy, memory, disks } = report
  const usedMemory = memory.total - memory.available
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <dl className="grid content-start gap-2">
        <Part name="Docker" error={docker.error}>
          {docker.version ?? 'Unknown version'}
        </Part>
        <Part name="Proxy" error={proxy.error}>
          {proxy.driver}, routes of generation {proxy.generation}
        </Part>
        <Part name="Load" error={null}>
          {report.load1.toFixed(2)} on {count(report.cpus, 'processor')}
        </Part>
      </dl>
      <div className="grid content-start gap-3">
        <Meter
          label="Memory"
          value={usedMemory}
          max={memory.total}
          text={`${formatBytes(memory.available)} free of ${formatBytes(memory.total)}`}
        />
        {disks.map(({ folder, used, free }) => (
          <Meter
            key={folder}
            label={disks.length > 1 ? `Disk of ${folder}` : 'Disk'}
            value={used}
            max={used + free}
            text={`${formatBytes(free)} free of ${formatBytes(used + free)}`}
          />
        ))}
      </div>
    </div>
  )
}

function Part({ name, error, children }: { name: string; error: string | null; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[5rem_minmax(0,1fr)] gap-2">
      <dt className="text-soft">{name}</dt>
      <dd className="break-words">
        {error === null ? children : <span className="text-bad">Does not answer: {error}</span>}
      </dd>
    </div>
  )
}
