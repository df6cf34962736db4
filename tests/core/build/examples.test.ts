import { describe, expect, it } from 'vitest'
import { buildPlan } from '@/lib/core/build/plan'
import { exampleApps, instructionsOf, planOf } from './support/repository'

/** Run with `-u` after a wanted change, and read the difference. */
describe('the plan of each example app', () => {
  for (const [name, files] of Object.entries(exampleApps())) {
    it(name, async () => {
      const plan = buildPlan.parse(planOf(files))
      const { dockerfile, ignore, ...rest } = plan
      expect(ignore).toContain('.git')
      await expect(`${JSON.stringify(rest, null, 2)}\n`).toMatchFileSnapshot(`plans/${name}.json`)
      // The text of a Compose app is its file.
      if (dockerfile.kind === 'repository' || plan.stack === 'compose') return
      expect(instructionsOf(dockerfile.text).at(-1)).toMatch(/^CMD \[/)
      await expect(dockerfile.text).toMatchFileSnapshot(`plans/${name}.Dockerfile`)
    })
  }

  it('has the processes and the release command that its example.json promises', () => {
    for (const files of Object.values(exampleApps())) {
      const promised = JSON.parse(files['example.json'] ?? '{}')
      const plan = planOf(files)
      expect(Object.keys(plan.processes).sort()).toEqual([...promised.processes].sort())
      if (promised.releaseCommand) expect(plan.releaseCommand).toBe(promised.releaseCommand)
    }
  })

  it('has lock files that name public hosts only', () => {
    for (const files of Object.values(exampleApps())) {
      for (const file of ['uv.lock', 'poetry.lock', 'Pipfile.lock', 'yarn.lock', 'pnpm-lock.yaml']) {
        const hosts = [...(files[file] ?? '').matchAll(/https?:\/\/([^/"\s]+)/g)].map(([, host]) => host)
        for (const host of new Set(hosts)) {
          expect(['pypi.org', 'files.pythonhosted.org', 'registry.yarnpkg.com']).toContain(host)
        }
      }
      expect(files['package-lock.json'] ?? '').not.toContain('"resolved"')
    }
  })
})
