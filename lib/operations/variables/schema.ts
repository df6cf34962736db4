import * as z from 'zod'
import { id } from '@/lib/core/ids'
import {
  MAX_NAME_LENGTH,
  MAX_VALUE_LENGTH,
  MAX_VARIABLES,
  NAME_PATTERN,
  NAME_RULE,
} from '@/lib/core/variables/limits'
import { time } from '../common-schema'

export const variableName = z
  .string()
  .max(MAX_NAME_LENGTH, `must be at most ${MAX_NAME_LENGTH} characters`)
  .regex(NAME_PATTERN, NAME_RULE)
  // JavaScript objects treat this one name specially; no program reads it.
  .refine(name => name !== '__proto__', 'is not allowed')
export const variableValue = z
  .string()
  .max(MAX_VALUE_LENGTH, `must be at most ${MAX_VALUE_LENGTH} characters`)
  .refine(value => !value.includes('\0'), 'must not contain a NUL character')

export const variable = z.object({
  name: z.string(),
  secret: z.boolean(),
  /** null for secrets, and for people who may not see values; see `variables.reveal`. */
  value: z.string().nullable(),
  updatedAt: time,
})
export type Variable = z.infer<typeof variable>

export const variableSet = z.object({
  id: id('variableSet'),
  revision: z.number().int(),
  variables: z.array(variable),
})
export type VariableSet = z.infer<typeof variableSet>

export const listVariables = { input: z.object({ variableSetId: id('variableSet') }), output: variableSet }
/**
 * Saves edits. `revision` is the one the editor started from; a newer one on the server is a conflict that carries
 * both sides. `deploy`: start a configuration deployment of the app at once (sets of an app only).
 * An absent `value` or `secret` keeps what is stored; a new variable needs a value and is not secret. What was secret
 * stays so unless `secret: false` comes with a new value.
 */
export const updateVariables = {
  input: z.object({
    variableSetId: id('variableSet'),
    revision: z.number().int().min(0),
    set: z
      .array(
        z.object({ name: variableName, value: variableValue.optional(), secret: z.boolean().optional() }),
      )
      .max(MAX_VARIABLES)
      .default([]),
    unset: z.array(variableName).max(MAX_VARIABLES).default([]),
    deploy: z.boolean().default(false),
  }),
  output: variableSet.extend({
    deployment: z.object({ id: id('deployment'), number: z.number() }).nullable(),
  }),
}
/** The value of one variable that is not secret; audited. */
export const revealVariable = {
  input: z.object({ variableSetId: id('variableSet'), name: variableName }),
  output: z.object({ value: z.string() }),
}
