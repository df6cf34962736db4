import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listAudit } from '@/lib/operations/audit/list'
import { createProject } from '@/lib/operations/projects/create'
import { renameProject } from '@/lib/operations/projects/rename'
import { systemStatus } from '@/lib/operations/system/status'
import { person, type TestRuntime, testRuntime } from '../../support/context'

let at: TestRuntime
beforeAll(async () => {
  at = await testRuntime()
})
afterAll(() => at.close())

describe('audit log', () => {
  test('pages through a project, newest first, without gaps or repetition', async () => {
    const ctx = at.as((await person(at)).actor)
    const { id: projectId } = await createProject(ctx, { name: 'P0' })
    for (let n = 1; n <= 7; n += 1) await renameProject(ctx, { projectId, name: `P${n}` })
    const seen: string[] = []
    let before: string | undefined
    do {
      const page = await listAudit(ctx, { projectId, limit: 3, before })
      seen.push(...page.entries.map(({ entityName }) => entityName))
      before = page.next ?? undefined
    } while (before)
    expect(seen).toEqual(['P7', 'P6', 'P5', 'P4', 'P3', 'P2', 'P1', 'P0'])
  })

  test('shows each what they may see', async () => {
    const mine = at.as((await person(at)).actor)
    const project = await createProject(mine, { name: 'Mine alone' })
    const stranger = at.as((await person(at)).actor)
    await expect(listAudit(stranger, { projectId: project.id })).rejects.toMatchObject({ code: 'not-found' })
    expect((await listAudit(stranger, {})).entries).toEqual([])
    expect((await listAudit(mine, {})).entries.map(({ entityName }) => entityName)).toEqual(['Mine alone'])
    const admin = at.as((await person(at, { isAdmin: true })).actor)
    expect((await listAudit(admin, {})).entries.map(({ entityName }) => entityName)).toContain('Mine alone')
  })

  test.each(['x', '2026-01-01', "2026-01-01T00:00:00Z_' OR 1=1", '_'])(
    'the cursor %j does no harm',
    async before => {
      const ctx = at.as((await person(at)).actor)
      expect((await listAudit(ctx, { before })).entries).toEqual([])
    },
  )
})

describe('system status', () => {
  test('a worker is alive while it beats', async () => {
    const ctx = at.as((await person(at)).actor)
    const seenAt = at.runtime.clock.now()
    await at.runtime.db.workerHeartbeat.create({ data: { id: 'w1', seenAt, report: { unreadable: true } } })
    const { workers, version } = await systemStatus(ctx, {})
    expect(version).toBe('0.0.0')
    expect(workers).toMatchObject([{ id: 'w1', alive: true, report: null }])
    at.advance(31_000)
    expect((await systemStatus(ctx, {})).workers).toMatchObject([{ id: 'w1', alive: false }])
  })
})
