import { describe, expect, it } from 'vitest'
import { render } from '@/lib/adapters/proxy/traefik/saved-document'
import { traefikSchema } from '../../support/traefik-schema'
import { proxyContract } from './contract'
import { traefikPolicies } from './traefik-policy'
import { traefikProcess } from './traefik-process'
import { findTraefik, startTraefik } from './traefik-under-test'
import { live, PANEL_HOST, stopped, updating } from './under-test'

const traefik = await findTraefik()
const target = { host: '127.0.0.1', port: 8080 }

if (traefik.ok) {
  console.log(`Traefik ${traefik.version} (${traefik.file}) is tried with real requests.`)
  proxyContract('traefik', place => startTraefik({ panel: { hosts: [PANEL_HOST], target: place } }), {
    requestIds: false,
    failurePages: false,
    exactPaths: false,
    strictLengths: false,
    refusesTls: false,
  })
  describe('Traefik as a process', { timeout: 30_000 }, traefikProcess)
  describe('policies in Traefik', { timeout: 60_000 }, traefikPolicies)
} else {
  const says = `NOT RUN on a real Traefik: the contract of the proxy. ${traefik.reason} Only its documents are checked.`
  const line = '!'.repeat(says.length)
  console.warn(`\n${line}\n${says}\n${line}\n`)
}

describe('documents for Traefik', () => {
  const options = { key: 'ab', publicScheme: 'http', connectSeconds: 5, readSeconds: 60 } as const
  const documentOf = (generation: number, ...routes: ReturnType<typeof live>[]) =>
    render({ generation, panel: { hosts: [PANEL_HOST], target }, routes }, options)

  it("follow Traefik's reference", () => {
    const some = [
      live(['a.test', '[::1]'], target, { host: '::1', port: 1 }),
      stopped('b.test'),
      updating('c.test'),
    ]
    const many = Array.from({ length: 1000 }, (_, index) => live(`app-${index}.test`, target))
    for (const { document } of [documentOf(0), documentOf(1, ...some), documentOf(2, ...many)]) {
      expect(traefikSchema.parse(document)).toEqual(document)
    }
  })

  it('have a marker of their own, also within one generation', () => {
    const [one, two] = [documentOf(5, live('a.test', target)), documentOf(5, live('b.test', target))]
    expect(one.marker).toMatch(/^5\.[0-9a-f]{16}$/)
    expect(two.marker).not.toBe(one.marker)
    expect(documentOf(5, live('a.test', target)).marker).toBe(one.marker)
    expect(JSON.stringify(one.document)).toContain(one.marker)
  })
})
