import type * as accounts from '@/lib/operations/accounts/schema'
import type * as appEnvironments from '@/lib/operations/app-environments/schema'
import type * as apps from '@/lib/operations/apps/schema'
import type * as audit from '@/lib/operations/audit/schema'
import type * as comparisons from '@/lib/operations/comparisons/schema'
import type * as deployments from '@/lib/operations/deployments/schema'
import type * as domains from '@/lib/operations/domains/schema'
import type * as projects from '@/lib/operations/projects/schema'
import type * as promotions from '@/lib/operations/promotions/schema'
import type * as system from '@/lib/operations/system/schema'
import type * as variables from '@/lib/operations/variables/schema'
import type * as webhooks from '@/lib/operations/webhooks/schema'
import { CLEANUP_ROUTES } from './contract/cleanup'
import { route } from './contract/route'
import { TRAFFIC_ROUTES } from './contract/traffic'

/** Every request the API answers, by operation. Browser, CLI, routes, OpenAPI and the cross-project tests read this table. */
export const CONTRACT = {
  'setup.status': route<typeof accounts.setupStatus>(
    'GET',
    '/setup',
    'Whether the first administrator is still to be created',
  ),
  'setup.complete': route<typeof accounts.completeSetup>(
    'POST',
    '/setup',
    'Create the first administrator with the one-time link',
  ),
  'account.get': route<typeof accounts.getAccount>('GET', '/account', 'Who am I'),
  'account.change-password': route<typeof accounts.changePassword>(
    'POST',
    '/account/password',
    'Change the password; other sessions end',
  ),
  'sessions.list': route<typeof accounts.listSessions>('GET', '/account/sessions', 'My sessions'),
  'sessions.revoke': route<typeof accounts.revokeSession>(
    'DELETE',
    '/account/sessions/{sessionId}',
    'End a session',
  ),
  'tokens.list': route<typeof accounts.listTokens>('GET', '/account/tokens', 'My API tokens'),
  'tokens.create': route<typeof accounts.createToken>('POST', '/account/tokens', 'Create an API token'),
  'tokens.revoke': route<typeof accounts.revokeToken>(
    'DELETE',
    '/account/tokens/{tokenId}',
    'Revoke an API token',
  ),

  'projects.list': route<typeof projects.listProjects>('GET', '/projects', 'Projects I may see'),
  'projects.create': route<typeof projects.createProject>(
    'POST',
    '/projects',
    'Create a project with production and staging',
  ),
  'projects.create-example': route<typeof projects.createExample>(
    'POST',
    '/projects/example',
    'Create and deploy the bundled example',
  ),
  'projects.get': route<typeof projects.getProject>(
    'GET',
    '/projects/{project}',
    'A project with its environments and apps',
  ),
  'projects.rename': route<typeof projects.renameProject>(
    'PATCH',
    '/projects/{projectId}',
    'Rename a project',
  ),
  'projects.delete': route<typeof projects.deleteProject>(
    'DELETE',
    '/projects/{projectId}',
    'Delete a project without apps',
  ),
  'environments.create': route<typeof projects.createEnvironment>(
    'POST',
    '/projects/{projectId}/environments',
    'Create an environment',
  ),
  'environments.delete': route<typeof projects.deleteEnvironment>(
    'DELETE',
    '/environments/{environmentId}',
    'Delete an environment in which nothing was deployed',
  ),

  'apps.create': route<typeof apps.createApp>(
    'POST',
    '/projects/{projectId}/apps',
    'Add an app from a git repository',
  ),
  'apps.get': route<typeof apps.getApp>('GET', '/apps/{appId}', 'An app'),
  'apps.update': route<typeof apps.updateApp>('PATCH', '/apps/{appId}', 'Change source and build settings'),
  'apps.delete': route<typeof apps.deleteApp>(
    'DELETE',
    '/apps/{appId}',
    'Delete an app and everything of it',
  ),
  'inspections.create': route<typeof apps.createInspection>(
    'POST',
    '/apps/{appId}/inspections',
    'Look at the repository: branches, plan, Dockerfile',
  ),
  'inspections.get': route<typeof apps.getInspection>(
    'GET',
    '/apps/{appId}/inspections/{inspectionId}',
    'Result of an inspection',
  ),
  'comparisons.create': route<typeof comparisons.createComparison>(
    'POST',
    '/apps/{appId}/comparisons',
    'Look at what lies between the commits of two releases',
  ),
  'comparisons.get': route<typeof comparisons.getComparison>(
    'GET',
    '/apps/{appId}/comparisons/{comparisonId}',
    'Result of a comparison',
  ),
  'webhooks.get': route<typeof webhooks.getWebhook>(
    'GET',
    '/apps/{appId}/webhook',
    'Webhook addresses and secret',
  ),
  'webhooks.rotate': route<typeof webhooks.rotateWebhookSecret>(
    'POST',
    '/apps/{appId}/webhook/rotate',
    'Replace the webhook secret',
  ),
  'webhooks.deliveries': route<typeof webhooks.listWebhookDeliveries>(
    'GET',
    '/apps/{appId}/webhook/deliveries',
    'Webhook deliveries and their outcomes',
  ),
  'webhooks.redeliver': route<typeof webhooks.redeliverWebhook>(
    'POST',
    '/apps/{appId}/webhook/deliveries/{webhookDeliveryId}/redeliver',
    'Handle a delivery once more',
  ),

  'app-environments.get': route<typeof appEnvironments.getAppEnvironment>(
    'GET',
    '/app-environments/{appEnvironmentId}',
    'An app in one environment',
  ),
  'app-environments.find': route<typeof appEnvironments.findAppEnvironment>(
    'GET',
    '/projects/{project}/{environment}/{app}',
    'An app in one environment, by names',
  ),
  'app-environments.update': route<typeof appEnvironments.updateAppEnvironment>(
    'PATCH',
    '/app-environments/{appEnvironmentId}',
    'Branch, health check, processes, limits',
  ),
  'app-environments.stop': route<typeof appEnvironments.stopAppEnvironment>(
    'POST',
    '/app-environments/{appEnvironmentId}/stop',
    'Stop the app',
  ),
  'app-environments.start': route<typeof appEnvironments.startAppEnvironment>(
    'POST',
    '/app-environments/{appEnvironmentId}/start',
    'Start the app again',
  ),
  'app-environments.restart': route<typeof appEnvironments.restartAppEnvironment>(
    'POST',
    '/app-environments/{appEnvironmentId}/restart',
    'Start again what was stopped because it kept ending',
  ),

  'variables.list': route<typeof variables.listVariables>(
    'GET',
    '/variable-sets/{variableSetId}',
    'Variables of an environment or of an app in it',
  ),
  'variables.update': route<typeof variables.updateVariables>(
    'PATCH',
    '/variable-sets/{variableSetId}',
    'Add, change and remove variables',
  ),
  'variables.reveal': route<typeof variables.revealVariable>(
    'POST',
    '/variable-sets/{variableSetId}/reveal',
    'The value of one variable that is not secret',
  ),

  'domains.list': route<typeof domains.listDomains>(
    'GET',
    '/app-environments/{appEnvironmentId}/domains',
    'Domains',
  ),
  'domains.add': route<typeof domains.addDomain>(
    'POST',
    '/app-environments/{appEnvironmentId}/domains',
    'Add a domain',
  ),
  'domains.remove': route<typeof domains.removeDomain>(
    'DELETE',
    '/app-environments/{appEnvironmentId}/domains/{domainId}',
    'Remove a domain',
  ),
  'domains.make-primary': route<typeof domains.makeDomainPrimary>(
    'POST',
    '/app-environments/{appEnvironmentId}/domains/{domainId}/primary',
    'Make a domain the primary one',
  ),

  'deployments.create': route<typeof deployments.createDeployment>(
    'POST',
    '/app-environments/{appEnvironmentId}/deployments',
    'Deploy',
  ),
  'deployments.list': route<typeof deployments.listDeployments>(
    'GET',
    '/app-environments/{appEnvironmentId}/deployments',
    'Deployments, newest first',
  ),
  'deployments.get': route<typeof deployments.getDeployment>(
    'GET',
    '/deployments/{deploymentId}',
    'A deployment with its steps',
  ),
  'deployments.find': route<typeof deployments.findDeployment>(
    'GET',
    '/app-environments/{appEnvironmentId}/deployments/{number}',
    'A deployment by its number',
  ),
  'deployments.log': route<typeof deployments.readDeploymentLog>(
    'GET',
    '/deployments/{deploymentId}/log',
    'Lines of the deployment log',
  ),
  'deployments.cancel': route<typeof deployments.cancelDeployment>(
    'POST',
    '/deployments/{deploymentId}/cancel',
    'Cancel a deployment that is not live yet',
  ),
  'deployments.approve': route<typeof deployments.approveDeployment>(
    'POST',
    '/deployments/{deploymentId}/approve',
    'Let a version that waits for approval take over',
  ),
  'deployments.redeploy': route<typeof deployments.redeploy>(
    'POST',
    '/deployments/{deploymentId}/redeploy',
    'Deploy the same commit again',
  ),
  'deployments.roll-back': route<typeof deployments.rollBack>(
    'POST',
    '/app-environments/{appEnvironmentId}/roll-back',
    'Make an earlier release current',
  ),
  'promotions.preview': route<typeof promotions.previewPromotion>(
    'GET',
    '/app-environments/{appEnvironmentId}/promotion',
    'What promoting a release of another environment would change',
  ),
  'promotions.create': route<typeof promotions.createPromotion>(
    'POST',
    '/app-environments/{appEnvironmentId}/promotions',
    'Promote a release of another environment: the same image, nothing is built',
  ),
  'logs.read': route<typeof deployments.readRuntimeLog>(
    'GET',
    '/app-environments/{appEnvironmentId}/log',
    'Runtime log, with search',
  ),

  'audit.list': route<typeof audit.listAudit>('GET', '/audit', 'Who did what'),
  'system.status': route<typeof system.systemStatus>('GET', '/system', 'Workers, engine and proxy'),
  ...CLEANUP_ROUTES,
  ...TRAFFIC_ROUTES,
} as const

export type OperationName = keyof typeof CONTRACT
export type InputOf<N extends OperationName> = NonNullable<(typeof CONTRACT)[N]['types']>['input']
export type ParsedOf<N extends OperationName> = NonNullable<(typeof CONTRACT)[N]['types']>['parsed']
export type OutputOf<N extends OperationName> = NonNullable<(typeof CONTRACT)[N]['types']>['output']
