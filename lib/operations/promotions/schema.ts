import * as z from 'zod'
import { id } from '@/lib/core/ids'
import { time } from '../common-schema'
import { deployment } from '../deployments/schema'

/** Which release goes where. Without `releaseId` it is the one that serves; without both, that of staging. */
const which = {
  /** Where to. */
  appEnvironmentId: id('appEnvironment'),
  /** Where from: the same app in another environment. */
  fromAppEnvironmentId: id('appEnvironment').optional(),
  /** A release of the other environment, also an earlier one. */
  releaseId: id('release').optional(),
}

const place = z.object({
  appEnvironmentId: id('appEnvironment'),
  environmentSlug: z.string(),
  environmentName: z.string(),
})
export const promotedRelease = z.object({
  id: id('release'),
  number: z.number().int(),
  commitSha: z.string(),
  commitMessage: z.string().nullable(),
  createdAt: time,
  /** The deployment that made it. */
  deploymentNumber: z.number().int().nullable(),
  isCurrent: z.boolean(),
})
export type PromotedRelease = z.infer<typeof promotedRelease>

/** A variable of one side. `value`: null for secrets, and for people who may not see values. */
const namedVariable = z.object({ name: z.string(), secret: z.boolean(), value: z.string().nullable() })
/** Names as a release resolves them: the app's own over those shared in its environment. Values of secrets are never compared. */
export const variableDifferences = z.object({
  /** There in the source, not in the target. */
  missing: z.array(namedVariable),
  onlyInTarget: z.array(namedVariable),
  different: z.array(
    z.object({ name: z.string(), source: z.string().nullable(), target: z.string().nullable() }),
  ),
  same: z.number().int(),
  /** There in both, secret in at least one. */
  secretInBoth: z.number().int(),
  /** Named as `$NAME` by a command that will run, but without a value in the target. */
  unset: z.array(z.string()),
})
export type VariableDifferences = z.infer<typeof variableDifferences>

const processView = z.object({
  count: z.number().int(),
  command: z.string().nullable(),
  memoryMb: z.number(),
  cpuMillis: z.number(),
})
/** What runs in the target now and after the promotion; null: it does not run. */
export const processDifference = z.object({
  processType: z.string(),
  before: processView.nullable(),
  after: processView.nullable(),
})
export type ProcessDifference = z.infer<typeof processDifference>

export const promotionPreview = z.object({
  appId: id('app'),
  target: place.extend({ variableSetId: id('variableSet'), release: promotedRelease.nullable() }),
  /** null: the app is in no other environment. */
  source: place.extend({ release: promotedRelease.nullable() }).nullable(),
  /** The app's other environments, from which something may be promoted. */
  sources: z.array(place.extend({ deployed: z.boolean() })),
  allowed: z.boolean(),
  reason: z.string().nullable(),
  /** Allowed with `force` only: the target runs the same image. */
  sameImage: z.boolean(),
  variables: variableDifferences,
  /** Runs before the new version starts; null: none. */
  releaseCommand: z.string().nullable(),
  /** Process types that will run differently than now. */
  processes: z.array(processDifference),
})
export type PromotionPreview = z.infer<typeof promotionPreview>

export const previewPromotion = { input: z.object(which), output: promotionPreview }
/** Deploys the other environment's image with the target's own variables and settings. `force`: also when the target runs it already. */
export const createPromotion = {
  input: z.object({ ...which, force: z.boolean().default(false) }),
  output: deployment,
}
