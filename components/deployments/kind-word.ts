import type { DeploymentSummary } from '@/lib/operations/deployments/schema'

export const KIND_WORD: Record<DeploymentSummary['kind'], string> = {
  DEPLOY: 'Deployment',
  ROLLBACK: 'Rollback',
  CONFIGURATION: 'Configuration',
  START: 'Start',
  PROMOTION: 'Promotion',
}
