import type { BuildPlan } from '@/lib/core/build/plan'
import { fillSource, sourceVariables } from '@/lib/core/compose/fill'
import type { ComposeService } from '@/lib/core/compose/service'
import type { ResolvedVariables } from '@/lib/core/variables/resolve'
import { resolveVariables } from '../../variables/resolve-variables'
import type { Run } from './run'
import { DeployFailure } from './stop-reasons'

/** The plan with the images and build arguments of its services as they are with the app's variables now. */
export async function withSources({ ctx, row }: Run, plan: BuildPlan): Promise<BuildPlan> {
  if (!plan.services) return plan
  const variables = await resolveVariables(ctx, row.appEnvironmentId)
  return { ...plan, services: plan.services.map(service => withSource(service, variables)) }
}

function withSource(service: ComposeService, { values, secretNames }: ResolvedVariables): ComposeService {
  const secret = sourceVariables(service).find(name => secretNames.includes(name))
  if (secret)
    throw new DeployFailure(
      'compose.secret-in-image',
      `The service ${service.name} would build the secret ${secret} into its image, where anybody who has the image can read it.`,
      'Give it to the service with `environment` instead, or do not mark it as a secret.',
      [],
    )
  const filled = fillSource(service, values)
  if (filled.ok) return filled.value
  const { name } = filled.missing
  throw new DeployFailure(
    'compose.variable-missing',
    `The image of the service ${service.name} depends on the variable ${name}, which the app does not have.`,
    `Add ${name} under Variables, then deploy again. A default can be given in the Compose file: \${${name}:-value}.`,
    [],
  )
}
