import { expect, test } from 'vitest'
import { appStatus } from '@/lib/core/deployment/status'

const live = {
  hasRelease: true,
  desiredState: 'RUNNING' as const,
  activeDeployment: false,
  lastDeploymentFailed: false,
  running: 3,
  webRunning: 2,
  halted: 0,
  wanted: 3,
}

test.each([
  ['live', {}],
  ['live', { lastDeploymentFailed: true }],
  ['degraded', { running: 2 }],
  ['degraded', { running: 0, webRunning: 0 }],
  ['degraded', { running: 2, halted: 1 }],
  ['crashed', { running: 1, webRunning: 0, halted: 2 }],
  ['deploying', { running: 0, halted: 2, activeDeployment: true }],
  ['stopped', { desiredState: 'STOPPED' as const, running: 0, webRunning: 0, halted: 1 }],
  ['not-deployed', { hasRelease: false, running: 0, webRunning: 0 }],
  ['failed', { hasRelease: false, lastDeploymentFailed: true }],
])('an app is %s for %o', (status, facts) => {
  expect(appStatus({ ...live, ...facts })).toBe(status)
})
