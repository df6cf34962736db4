import { domainToASCII } from 'node:url'
import { DomainError } from '@/lib/core/errors'

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const MAX_LENGTH = 253

/**
 * The form in which a hostname is stored and routed: lower-case punycode without trailing dot. Throws `invalid` with
 * a sentence for everything that is not the full name of a host (RFC 1123, 2.1).
 */
export function normalHostname(typed: string): string {
  const text = typed.trim().toLowerCase()
  const wrong = mistakeIn(text)
  if (wrong) throw refusal(wrong.sentence, wrong.fix)
  const hostname = domainToASCII(text.replace(/\.$/, ''))
  const labels = hostname.split('.')
  if (hostname === '' || hostname.length > MAX_LENGTH || !labels.every(label => LABEL.test(label)))
    throw refusal(
      `${typed} is not a valid host name.`,
      'Use letters, digits, dashes and dots, like app.example.com.',
    )
  if (labels.length < 2)
    throw refusal(`${typed} is not a full host name.`, 'Add the domain, like app.example.com.')
  if (/^[0-9]+$/.test(labels.at(-1) ?? '') || text.startsWith('['))
    throw refusal('An IP address cannot be a domain.', 'Point a DNS name to this server and add the name.')
  return hostname
}

/** What people paste instead of a host name. */
function mistakeIn(text: string): { sentence: string; fix: string } | null {
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(text) || text.includes('/'))
    return {
      sentence: 'This is an address, not a host name.',
      fix: 'Leave out https:// and everything after the name.',
    }
  if (text.includes('*'))
    return { sentence: 'Wildcard domains are not supported.', fix: 'Add each name by itself.' }
  if (/:\d*$/.test(text))
    return { sentence: 'A domain has no port.', fix: 'Leave out the colon and the number.' }
  if (text.includes('@')) return { sentence: 'This is an e-mail address.', fix: 'Use the part after the @.' }
  return null
}

const refusal = (sentence: string, fix: string) =>
  new DomainError('invalid', sentence, { field: 'hostname', fix })
