import type { Transaction } from '@/lib/adapters/db/client'
import type { Prisma } from '@/lib/adapters/db/generated/client'
import type { Phase } from '@/lib/core/deployment/phase'
import type { WorkerContext } from '../../worker-context'
import type { DeploymentLog } from './deployment-log'
import type { Lease } from './lease'

/** The rows a deployment works on. */
export const RUN_PARTS = {
  appEnvironment: {
    include: {
      app: { include: { project: true } },
      environment: true,
      currentRelease: { include: { build: true } },
      domains: { orderBy: [{ isPrimary: 'desc' }, { createdAt: 'asc' }] },
    },
  },
  build: true,
  release: { include: { build: true } },
  instances: true,
} satisfies Prisma.DeploymentInclude

export type RunRow = Prisma.DeploymentGetPayload<{ include: typeof RUN_PARTS }>

/** One deployment in the hands of this worker. */
export interface Run {
  ctx: WorkerContext
  row: RunRow
  lease: Lease
  log: DeploymentLog
}

/** What a step decided. `write` joins the transaction that moves the deployment. */
export interface StepResult {
  to: Phase
  /** Said beside the step that ends. */
  note?: string
  skipped?: boolean
  write?: (tx: Transaction) => Promise<void>
}

/** A step can be run again after a crash at any point of it. null: it waits for somebody, and the lease is given back. */
export type Step = (run: Run) => Promise<StepResult | null>
