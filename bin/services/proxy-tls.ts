import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parsePort } from '../arguments'

export interface ProxyTls {
  port: number
  certificate: string
  key: string
}

const NAMES = ['BERTH_TLS_PORT', 'BERTH_TLS_CERTIFICATE', 'BERTH_TLS_KEY'] as const

/**
 * Where the proxy speaks TLS, from BERTH_TLS_PORT, BERTH_TLS_CERTIFICATE and BERTH_TLS_KEY; null without them. Throws
 * with a sentence when one is missing, a file cannot be used, or the two do not belong together: nginx would not start.
 */
export async function proxyTls(): Promise<ProxyTls | null> {
  const given = NAMES.filter(name => process.env[name])
  if (given.length === 0) return null
  const missing = NAMES.filter(name => !process.env[name])
  if (missing.length > 0) throw new Error(`${given.join(', ')} needs ${missing.join(' and ')} as well.`)
  const { BERTH_TLS_PORT, BERTH_TLS_CERTIFICATE = '', BERTH_TLS_KEY = '' } = process.env
  const port = parsePort(BERTH_TLS_PORT, 'BERTH_TLS_PORT') ?? 0
  const [certificate, key] = [path.resolve(BERTH_TLS_CERTIFICATE), path.resolve(BERTH_TLS_KEY)]
  const [first, own] = [
    await parsed('BERTH_TLS_CERTIFICATE', certificate, pem => new X509Certificate(pem)),
    await parsed('BERTH_TLS_KEY', key, pem => createPrivateKey(pem)),
  ]
  if (!first.checkPrivateKey(own)) {
    throw new Error(`The key ${key} is not the one of the certificate ${certificate}.`)
  }
  return { port, certificate, key }
}

async function parsed<T>(name: string, file: string, parse: (pem: Buffer) => T): Promise<T> {
  try {
    return parse(await readFile(file))
  } catch (error) {
    throw new Error(
      `${name} names ${file}, which cannot be used: ${error instanceof Error ? error.message : error}`,
    )
  }
}

/** What browsers speak on the proxy's plain port: https only where something in front ends TLS. */
export const plainScheme = (url: string, tls: ProxyTls | null): 'http' | 'https' =>
  url.startsWith('https:') && !tls ? 'https' : 'http'
