import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { requestFor } from '@/lib/api/client'
import { CONTRACT, type OperationName } from '@/lib/api/contract'
import { REGISTRY } from '@/lib/api/registry'
import { ask, type Sender } from '../support/api'
import { type TestRuntime, testRuntime } from '../support/context'
import { INPUTS } from './inputs'
import { buildWorld, type World } from './world'

/** The users of `world` have no real password. */
const OPERATIONS = (Object.keys(CONTRACT) as OperationName[]).filter(
  name => name !== 'account.change-password',
)
const ODD = {
  NUL: 'a\0b',
  'half a character': 'a\ud800b',
  'a line break': 'a\nb',
  'an escape sequence': '\u001b]0;x\u0007',
  '100 kB': 'x'.repeat(100_000),
  'no number': '-1e999',
  'a pattern': '%_\\\'"$(id)`',
}

let at: TestRuntime
let world: World
let sender: Sender
beforeAll(async () => {
  at = await testRuntime()
  world = await buildWorld(at)
  sender = { session: world.owner.sessionId }
})
afterAll(() => at.close())

interface Shape {
  type?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Shape>
  additionalProperties?: Shape | boolean
  items?: Shape
  anyOf?: Shape[]
  oneOf?: Shape[]
}

/** Every value of the shape with `odd` in one of its texts. */
function* variants(shape: Shape, odd: string, sound: unknown): Generator<unknown> {
  for (const choice of [...(shape.anyOf ?? []), ...(shape.oneOf ?? [])]) yield* variants(choice, odd, sound)
  if (shape.enum || shape.const !== undefined) return
  if (shape.type === 'string' || shape.type === 'number' || shape.type === 'integer') yield odd
  if (shape.type === 'array' && shape.items) for (const item of variants(shape.items, odd, {})) yield [item]
  if (shape.type !== 'object') return
  const known = typeof sound === 'object' && sound !== null ? sound : {}
  const others = Object.fromEntries(
    Object.entries(shape.properties ?? {}).flatMap(([key, { const: value }]) =>
      value === undefined ? [] : [[key, value]],
    ),
  )
  for (const [key, part] of Object.entries(shape.properties ?? {})) {
    for (const value of variants(part, odd, Reflect.get(known, key)))
      yield { ...others, ...known, [key]: value }
  }
  if (typeof shape.additionalProperties === 'object') {
    for (const value of variants(shape.additionalProperties, odd, {})) yield { web: value }
    yield { [odd]: {} }
  }
}

/** No client can write half a character into an address. */
function canBeSent(name: OperationName, input: unknown): boolean {
  try {
    return requestFor(name, input as Record<string, unknown>).path !== ''
  } catch (error) {
    if (error instanceof URIError) return false
    throw error
  }
}

describe.each(OPERATIONS)('%s', name => {
  test.each(Object.entries(ODD))('is not brought down by %s', async (_, odd) => {
    const shape = z.toJSONSchema(REGISTRY[name].input, { io: 'input', unrepresentable: 'any' }) as Shape
    for (const input of variants(shape, odd, INPUTS[name](world))) {
      if (!canBeSent(name, input)) continue
      const answer = await ask(at, sender, name, input as Record<string, unknown>)
      const said = JSON.stringify(input).slice(0, 300)
      expect(`${answer.status < 500} ${answer.status} ${said}`).toMatch(/^true/)
    }
  })
})
