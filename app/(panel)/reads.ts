import { cache } from 'react'
import { getAccount } from '@/lib/operations/accounts/get'
import { listSessions } from '@/lib/operations/accounts/list-sessions'
import { listTokens } from '@/lib/operations/accounts/list-tokens'
import { findAppEnvironment } from '@/lib/operations/app-environments/find'
import { getApp } from '@/lib/operations/apps/get'
import { listAudit } from '@/lib/operations/audit/list'
import { getCleanupPolicy } from '@/lib/operations/cleanup/get-policy'
import { getCleanupRun } from '@/lib/operations/cleanup/get-run'
import { listCleanupRuns } from '@/lib/operations/cleanup/list-runs'
import { findDeployment } from '@/lib/operations/deployments/get'
import { listDeployments } from '@/lib/operations/deployments/list'
import { readDeploymentLog, readRuntimeLog } from '@/lib/operations/deployments/read-log'
import { listDomains } from '@/lib/operations/domains/list'
import { getProject } from '@/lib/operations/projects/get'
import { listProjects } from '@/lib/operations/projects/list'
import { previewPromotion } from '@/lib/operations/promotions/preview'
import { systemStatus } from '@/lib/operations/system/status'
import { getTraffic } from '@/lib/operations/traffic/get'
import { listVariables } from '@/lib/operations/variables/list'
import { getWebhook } from '@/lib/operations/webhooks/get'
import { listWebhookDeliveries } from '@/lib/operations/webhooks/list-deliveries'
import { read } from './read'

// Each is run once per request, however many layouts and pages ask.
export const readAccount = cache(() => read(getAccount, {}))
export const readSessions = cache(() => read(listSessions, {}))
export const readTokens = cache(() => read(listTokens, {}))
export const readProjects = cache(() => read(listProjects, {}))
export const readProject = cache((project: string) => read(getProject, { project }))
export const readAppEnvironment = cache((project: string, environment: string, app: string) =>
  read(findAppEnvironment, { project, environment, app }),
)
export const readApp = cache((appId: string) => read(getApp, { appId }))
export const readDeployments = cache((appEnvironmentId: string, limit: number) =>
  read(listDeployments, { appEnvironmentId, limit }),
)
export const readDeploymentPage = cache(
  (appEnvironmentId: string, limit: number, before: string | undefined) =>
    read(listDeployments, { appEnvironmentId, limit, before }),
)
export const readDeployment = cache((appEnvironmentId: string, number: string) =>
  read(findDeployment, { appEnvironmentId, number }),
)
export const readPromotion = cache(
  (appEnvironmentId: string, fromAppEnvironmentId: string | undefined, releaseId: string | undefined) =>
    read(previewPromotion, { appEnvironmentId, fromAppEnvironmentId, releaseId }),
)
export const readDeploymentLogStart = (deploymentId: string) =>
  read(readDeploymentLog, { deploymentId, limit: 5000 })
/** The newest lines there are. */
export const readRuntimeLogEnd = (appEnvironmentId: string) =>
  read(readRuntimeLog, { appEnvironmentId, before: Number.MAX_SAFE_INTEGER, limit: 1000 })
export const readVariables = cache((variableSetId: string) => read(listVariables, { variableSetId }))
export const readTraffic = cache((appEnvironmentId: string) => read(getTraffic, { appEnvironmentId }))
export const readDomains = cache((appEnvironmentId: string) => read(listDomains, { appEnvironmentId }))
export const readWebhook = cache((appId: string) => read(getWebhook, { appId }))
export const readDeliveries = cache((appId: string, limit: number, before: string | undefined) =>
  read(listWebhookDeliveries, { appId, limit, before }),
)
export const readAudit = cache((projectId: string | undefined, limit: number, before: string | undefined) =>
  read(listAudit, { projectId, limit, before }),
)
export const readSystem = cache(() => read(systemStatus, {}))
/** For administrators only. */
export const readCleanupPolicy = cache(() => read(getCleanupPolicy, {}))
export const readCleanupRuns = cache(() => read(listCleanupRuns, {}))
export const readCleanupRun = cache((cleanupRunId: string) => read(getCleanupRun, { cleanupRunId }))
