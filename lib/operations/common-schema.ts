import * as z from 'zod'

/** An RFC 3339 time in UTC. */
export const time = z.iso.datetime()
export const ok = z.object({ ok: z.literal(true) })

/** A name people give: no control characters, trimmed, 1 to 60 characters. */
export const displayName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(60, 'must be at most 60 characters')
  .regex(/^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}]*$/u, 'must not contain control characters')

/** Page of a list: `before` is the `next` of the page above. */
export const page = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.string().optional(),
}
