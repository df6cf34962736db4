import { parseArgs } from 'node:util'
import * as z from 'zod'
import { PROXY_DRIVERS, type ProxyDriver } from '@/lib/core/proxy/driver'
import { findDataDir } from './installation/places'

/** A command line that cannot be understood; said with the way to the help text. */
export class WrongArguments extends Error {}

/** As parseArgs of node:util takes them. */
type Options = Record<string, { type: 'string' } | { type: 'boolean'; default: boolean }>
type Values<T extends Options> = {
  [Name in keyof T]: T[Name] extends { type: 'boolean' } ? boolean : string | undefined
}

/** Parses `argv` strictly: an unknown option is a mistake, not ignored. Every command takes `--data-dir`. */
export function parseOptions<T extends Options>(argv: string[], options: T): Values<T> & { dataDir: string } {
  const all: Options = { ...options, 'data-dir': { type: 'string' } }
  try {
    const { values } = parseArgs({ args: argv, options: all, strict: true })
    const { 'data-dir': dataDir } = values
    // strict: each value has the type that its option declares.
    const typed = values as Values<T>
    return { ...typed, dataDir: findDataDir(typeof dataDir === 'string' ? dataDir : undefined) }
  } catch (error) {
    throw new WrongArguments(error instanceof Error ? error.message : String(error))
  }
}

const port = z.coerce.number().int().min(1).max(65535)

export function parsePort(value: string | undefined, name = '--port'): number | undefined {
  if (value === undefined) return undefined
  const parsed = port.safeParse(value)
  if (parsed.success) return parsed.data
  throw new WrongArguments(`${name} must be a number from 1 to 65535, not ${JSON.stringify(value)}.`)
}

const url = z.url({ protocol: /^https?$/ }).transform(value => value.replace(/\/+$/, ''))

export function parseUrl(value: string | undefined): string | undefined {
  if (!value) return undefined
  const parsed = url.safeParse(value)
  if (parsed.success && new URL(parsed.data).pathname === '/') return parsed.data
  throw new WrongArguments(
    `The panel's address must be like https://panel.example.com, without a path, not ${JSON.stringify(value)}.`,
  )
}

const domain = z
  .string()
  .regex(/^(?=.{1,200}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/)

export function parseDomain(value: string | undefined): string | undefined {
  if (!value) return undefined
  const parsed = domain.safeParse(value.toLowerCase())
  if (parsed.success) return parsed.data
  throw new WrongArguments(`The base domain must be like apps.example.com, not ${JSON.stringify(value)}.`)
}

export function parseProxy(value: string | undefined): ProxyDriver | undefined {
  if (!value) return undefined
  const parsed = z.enum(PROXY_DRIVERS).safeParse(value)
  if (parsed.success) return parsed.data
  throw new WrongArguments(`The proxy can be ${PROXY_DRIVERS.join(' or ')}, not ${JSON.stringify(value)}.`)
}
