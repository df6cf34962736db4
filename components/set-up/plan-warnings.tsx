import { Alert } from '@/components/ui/alert'
import type { BuildPlan } from '@/lib/core/build/plan'

export function PlanWarnings({ warnings }: { warnings: BuildPlan['warnings'] }) {
  return warnings.map(({ code, sentence, fix }) => (
    <Alert key={`${code} ${sentence}`} tone="warn" title={sentence}>
      {fix}
    </Alert>
  ))
}
