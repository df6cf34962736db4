import type { DeploymentSummary } from '@/lib/operations/deployments/schema'

/** The kind, in one word. */
export const KIND_WORD: Record<DeploymentSummary['kind'], string> = {
  DEPLOY: 'Deployment',
  ROLLBACK: 'Rollback',
  CONFIGURATION: 'Configuration',
  START: 'Start',
  PROMOTION: 'Promotion',
}

/** The kind with what it is of: "Promotion of staging #12". */
export function kindText({ kind, source }: Pick<DeploymentSummary, 'kind' | 'source'>): string {
  if (kind !== 'PROMOTION' || !source) return KIND_WORD[kind]
  const number = source.deploymentNumber === null ? '' : ` #${source.deploymentNumber}`
  return `${KIND_WORD[kind]} of ${source.environmentName.toLowerCase()}${number}`
}
