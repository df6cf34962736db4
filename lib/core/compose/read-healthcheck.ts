import type { ServiceNotes } from './notes'
import { isMap } from './read-yaml'
import type { Healthcheck } from './service'
import { durationMs, isTrue, textOf, textsOf, wholeNumber } from './values'

const NONE: Healthcheck = {
  test: ['NONE'],
  intervalMs: null,
  timeoutMs: null,
  startPeriodMs: null,
  retries: null,
}
const MAX_TEST = 8000

/** The `healthcheck` of a service; null: the image's own. */
export function readHealthcheck(value: unknown, notes: ServiceNotes): Healthcheck | null {
  if (value === undefined || value === null) return null
  if (!isMap(value)) {
    notes.refuse(
      'healthcheck',
      'it is not a mapping',
      'Write `test`, `interval`, `timeout` and `retries` below it.',
    )
    return null
  }
  if (isTrue(value.disable)) return NONE
  const test = testOf(value.test, notes)
  if (test?.[0] === 'NONE') return NONE
  const time = (key: string) => {
    if (value[key] === undefined) return null
    const ms = durationMs(value[key])
    // The engine takes at least a millisecond; 0 means its own default.
    if (ms === undefined || ms > 24 * 3_600_000)
      notes.refuse(`healthcheck.${key}`, 'it is not a duration', 'Write, for example, `10s` or `1m30s`.')
    return ms === undefined || ms < 1 ? null : ms
  }
  const retries = value.retries === undefined ? null : wholeNumber(value.retries, 0, 1000)
  if (retries === undefined)
    notes.refuse('healthcheck.retries', 'it is not a number', 'Write, for example, `5`.')
  return {
    test,
    intervalMs: time('interval'),
    timeoutMs: time('timeout'),
    startPeriodMs: time('start_period'),
    retries: retries ?? null,
  }
}

function testOf(value: unknown, notes: ServiceNotes): string[] | null {
  if (value === undefined || value === null) return null
  const list = Array.isArray(value) ? textsOf(value) : undefined
  const command = textOf(value)
  const test = command === undefined ? list : ['CMD-SHELL', command]
  const known =
    test && ['CMD', 'CMD-SHELL', 'NONE'].includes(test[0] ?? '') && test.join('').length <= MAX_TEST
  if (known && (test[0] === 'NONE' || test.length > 1)) return test
  notes.refuse(
    'healthcheck.test',
    'it is neither a command nor a list that begins with CMD or CMD-SHELL',
    'Write, for example, `test: [CMD, pg_isready]`.',
  )
  return null
}
