import { describe, expect, it } from 'vitest'
import { matchPush, type PushTarget } from '@/lib/core/git/match'
import { nearestNames } from '@/lib/core/git/nearest'
import type { BranchUpdate } from '@/lib/core/git/push-event'

const update = (branch: string, changes: Partial<BranchUpdate> = {}): BranchUpdate => ({
  branch,
  sha: 'a'.repeat(40),
  commits: [],
  message: null,
  author: null,
  skip: false,
  ...changes,
})
const target = (environmentName: string, branch: string | null, autoDeploy = true): PushTarget => ({
  id: environmentName,
  environmentName,
  branch,
  autoDeploy,
})
const deployed = (updates: BranchUpdate[], targets: PushTarget[]) =>
  matchPush(updates, targets).deploy.map(item => item.target.id)

describe('matchPush', () => {
  it('deploys every environment that follows the branch', () => {
    const targets = [target('Production', 'main'), target('Staging', 'main'), target('Other', 'next')]
    expect(matchPush([update('main')], targets)).toEqual({
      deploy: [
        { target: targets[0], update: update('main') },
        { target: targets[1], update: update('main') },
      ],
      reasons: [],
    })
  })

  it.each(['x', 'feature', 'Main', 'main ', 'refs/heads/main', 'feature/x/y', ''])(
    'takes %j for neither "feature/x" nor "main"',
    branch => {
      expect(deployed([update(branch)], [target('A', 'feature/x'), target('B', 'main')])).toEqual([])
    },
  )

  it('says why nothing is deployed', () => {
    const targets = [target('Production', 'main', false), target('Staging', null)]
    expect(matchPush([update('next')], targets).reasons).toEqual([
      'No environment follows the branch "next".',
    ])
    expect(matchPush([update('main')], targets).reasons).toEqual([
      'Automatic deployments of Production are switched off.',
    ])
    const skipped = matchPush([update('main', { skip: true })], [target('A', 'main'), target('B', 'main')])
    expect(skipped).toEqual({ deploy: [], reasons: ['The commit message asks to skip the deployment.'] })
  })
})

describe('nearestNames', () => {
  it('finds what was meant', () => {
    expect(nearestNames('mian', ['develop', 'main', 'release/1.0'])).toEqual(['main'])
    expect(nearestNames('Main', ['main'])).toEqual(['main'])
    expect(nearestNames('cart', ['feature/cart', 'fix/header'])).toEqual(['feature/cart'])
    expect(nearestNames('zzz', ['feature/cart'])).toEqual([])
  })

  it('bears long and many names', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `${'🚀'.repeat(200)}${index}`)
    expect(nearestNames('x'.repeat(10_000), names)).toHaveLength(3)
  })
})
