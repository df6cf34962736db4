const MAX_LABEL = 63

/**
 * `<app>-<environment>.<base domain>`, with `-<suffix>` where that is taken. The first label is never longer than DNS
 * allows (RFC 1035, 2.3.4: 63 octets).
 */
export function generatedHostname(parts: {
  app: string
  environment: string
  baseDomain: string
  suffix?: string
}): string {
  const end = parts.suffix ? `-${parts.suffix}` : ''
  const label = `${parts.app}-${parts.environment}`.slice(0, MAX_LABEL - end.length).replace(/-+$/, '')
  return `${label}${end}.${parts.baseDomain.toLowerCase()}`
}
