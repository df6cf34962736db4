import * as z from 'zod'
import { id } from '@/lib/core/ids'
import { page, time } from '../common-schema'

export const auditEntry = z.object({
  id: id('audit'),
  at: time,
  actorName: z.string(),
  verb: z.string(),
  entityType: z.string(),
  entityName: z.string(),
  projectId: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})
export type AuditEntry = z.infer<typeof auditEntry>
/** Of one project, or of every project the caller may see. */
export const listAudit = {
  input: z.object({ projectId: id('project').optional(), ...page }),
  output: z.object({ entries: z.array(auditEntry), next: z.string().nullable() }),
}
