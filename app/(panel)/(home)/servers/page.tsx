import type { Metadata } from 'next'
import { CopyButton } from '@/components/feedback/copy-button'
import { RefreshWhile } from '@/components/feedback/refresh-while'
import { DiskAlarmAdvice } from '@/components/servers/disk-alarm-advice'
import { WorkerCard } from '@/components/servers/worker-card'
import { PageBody, PageHeader } from '@/components/shell/page-header'
import { Alert } from '@/components/ui/alert'
import { readAccount, readSystem } from '../../reads'
import { DiskSection } from './disk-section'

export const metadata: Metadata = { title: 'Servers' }

const START = './bin/berth up --detach'

export default async function ServersPage() {
  const [{ version, baseDomain, workers, diskAlarms }, { isAdmin }] = await Promise.all([
    readSystem(),
    readAccount(),
  ])
  return (
    <>
      <PageHeader title="Servers" />
      <RefreshWhile active seconds={10} />
      <PageBody>
        {!workers.some(({ alive }) => alive) && (
          <Alert tone="bad" title="No worker is running">
            <p>Nothing can be deployed until one is. On the server, run:</p>
            <p className="mt-1 flex items-center gap-1">
              <code className="font-mono text-[0.8125rem]">{START}</code>
              <CopyButton text={START} what="the command" />
            </p>
          </Alert>
        )}
        {diskAlarms.map(alarm => (
          <DiskAlarmAdvice key={alarm.hostname} alarm={alarm} isAdmin={isAdmin} />
        ))}
        {workers.map(worker => (
          <WorkerCard key={worker.id} worker={worker} />
        ))}
        {isAdmin && <DiskSection />}
        <p className="text-soft text-xs">
          Berth {version}. Apps get addresses under <code className="font-mono">{baseDomain}</code>.
        </p>
      </PageBody>
    </>
  )
}
