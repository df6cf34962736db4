import { changePassword } from '@/lib/operations/accounts/change-password'
import { completeSetup } from '@/lib/operations/accounts/complete-setup'
import { createToken } from '@/lib/operations/accounts/create-token'
import { getAccount } from '@/lib/operations/accounts/get'
import { listSessions } from '@/lib/operations/accounts/list-sessions'
import { listTokens } from '@/lib/operations/accounts/list-tokens'
import { revokeSession } from '@/lib/operations/accounts/revoke-session'
import { revokeToken } from '@/lib/operations/accounts/revoke-token'
import { setupStatus } from '@/lib/operations/accounts/setup-status'
import { findAppEnvironment } from '@/lib/operations/app-environments/find'
import { getAppEnvironment } from '@/lib/operations/app-environments/get'
import { restartAppEnvironment } from '@/lib/operations/app-environments/restart'
import { startAppEnvironment } from '@/lib/operations/app-environments/start'
import { stopAppEnvironment } from '@/lib/operations/app-environments/stop'
import { updateAppEnvironment } from '@/lib/operations/app-environments/update'
import { createApp } from '@/lib/operations/apps/create'
import { deleteApp } from '@/lib/operations/apps/delete'
import { getApp } from '@/lib/operations/apps/get'
import { updateApp } from '@/lib/operations/apps/update'
import { listAudit } from '@/lib/operations/audit/list'
import { getCleanupPolicy } from '@/lib/operations/cleanup/get-policy'
import { getCleanupRun } from '@/lib/operations/cleanup/get-run'
import { listCleanupRuns } from '@/lib/operations/cleanup/list-runs'
import { previewCleanup } from '@/lib/operations/cleanup/preview'
import { startCleanup } from '@/lib/operations/cleanup/start'
import { updateCleanupPolicy } from '@/lib/operations/cleanup/update-policy'
import { createComparison } from '@/lib/operations/comparisons/create'
import { getComparison } from '@/lib/operations/comparisons/get'
import type { Operation } from '@/lib/operations/define'
import { approveDeployment } from '@/lib/operations/deployments/approve'
import { cancelDeployment } from '@/lib/operations/deployments/cancel'
import { createDeployment } from '@/lib/operations/deployments/create'
import { findDeployment, getDeployment } from '@/lib/operations/deployments/get'
import { listDeployments } from '@/lib/operations/deployments/list'
import { readDeploymentLog, readRuntimeLog } from '@/lib/operations/deployments/read-log'
import { redeploy } from '@/lib/operations/deployments/redeploy'
import { rollBack } from '@/lib/operations/deployments/roll-back'
import { addDomain } from '@/lib/operations/domains/add'
import { listDomains } from '@/lib/operations/domains/list'
import { makeDomainPrimary } from '@/lib/operations/domains/make-primary'
import { removeDomain } from '@/lib/operations/domains/remove'
import { createEnvironment } from '@/lib/operations/environments/create'
import { deleteEnvironment } from '@/lib/operations/environments/delete'
import { createExample } from '@/lib/operations/examples/create'
import { createInspection } from '@/lib/operations/inspections/create'
import { getInspection } from '@/lib/operations/inspections/get'
import { createProject } from '@/lib/operations/projects/create'
import { deleteProject } from '@/lib/operations/projects/delete'
import { getProject } from '@/lib/operations/projects/get'
import { listProjects } from '@/lib/operations/projects/list'
import { renameProject } from '@/lib/operations/projects/rename'
import { createPromotion } from '@/lib/operations/promotions/create'
import { previewPromotion } from '@/lib/operations/promotions/preview'
import { systemStatus } from '@/lib/operations/system/status'
import { getTraffic } from '@/lib/operations/traffic/get'
import { updateTraffic } from '@/lib/operations/traffic/update'
import { listVariables } from '@/lib/operations/variables/list'
import { revealVariable } from '@/lib/operations/variables/reveal'
import { updateVariables } from '@/lib/operations/variables/update'
import { getWebhook } from '@/lib/operations/webhooks/get'
import { listWebhookDeliveries } from '@/lib/operations/webhooks/list-deliveries'
import { redeliverWebhook } from '@/lib/operations/webhooks/redeliver'
import { rotateWebhookSecret } from '@/lib/operations/webhooks/rotate'
import type { OperationName, OutputOf, ParsedOf } from './contract'

type Registry = { [N in OperationName]: Operation<ParsedOf<N>, OutputOf<N>> }

/** The operation behind each entry of the contract. The compiler compares both sides' inputs and outputs. */
export const REGISTRY: Registry = {
  'setup.status': setupStatus,
  'setup.complete': completeSetup,
  'account.get': getAccount,
  'account.change-password': changePassword,
  'sessions.list': listSessions,
  'sessions.revoke': revokeSession,
  'tokens.list': listTokens,
  'tokens.create': createToken,
  'tokens.revoke': revokeToken,
  'projects.list': listProjects,
  'projects.create': createProject,
  'projects.create-example': createExample,
  'projects.get': getProject,
  'projects.rename': renameProject,
  'projects.delete': deleteProject,
  'environments.create': createEnvironment,
  'environments.delete': deleteEnvironment,
  'apps.create': createApp,
  'apps.get': getApp,
  'apps.update': updateApp,
  'apps.delete': deleteApp,
  'inspections.create': createInspection,
  'inspections.get': getInspection,
  'comparisons.create': createComparison,
  'comparisons.get': getComparison,
  'webhooks.get': getWebhook,
  'webhooks.rotate': rotateWebhookSecret,
  'webhooks.deliveries': listWebhookDeliveries,
  'webhooks.redeliver': redeliverWebhook,
  'app-environments.get': getAppEnvironment,
  'app-environments.find': findAppEnvironment,
  'app-environments.update': updateAppEnvironment,
  'app-environments.stop': stopAppEnvironment,
  'app-environments.start': startAppEnvironment,
  'app-environments.restart': restartAppEnvironment,
  'variables.list': listVariables,
  'variables.update': updateVariables,
  'variables.reveal': revealVariable,
  'domains.list': listDomains,
  'domains.add': addDomain,
  'domains.remove': removeDomain,
  'domains.make-primary': makeDomainPrimary,
  'deployments.create': createDeployment,
  'deployments.list': listDeployments,
  'deployments.get': getDeployment,
  'deployments.find': findDeployment,
  'deployments.log': readDeploymentLog,
  'deployments.cancel': cancelDeployment,
  'deployments.approve': approveDeployment,
  'deployments.redeploy': redeploy,
  'deployments.roll-back': rollBack,
  'promotions.preview': previewPromotion,
  'promotions.create': createPromotion,
  'logs.read': readRuntimeLog,
  'audit.list': listAudit,
  'cleanup.policy': getCleanupPolicy,
  'cleanup.update-policy': updateCleanupPolicy,
  'cleanup.preview': previewCleanup,
  'cleanup.start': startCleanup,
  'cleanup.list-runs': listCleanupRuns,
  'cleanup.get-run': getCleanupRun,
  'system.status': systemStatus,
  'traffic.get': getTraffic,
  'traffic.update': updateTraffic,
}
