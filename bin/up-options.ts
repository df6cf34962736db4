import { parseDomain, parseOptions, parsePort, parseProxy, parseUrl } from './arguments'

export type UpOptions = ReturnType<typeof parseUpOptions>

/** The options of `berth up`; addresses may come from the environment too. */
export function parseUpOptions(argv: string[]) {
  const values = parseOptions(argv, {
    detach: { type: 'boolean', default: false },
    demo: { type: 'boolean', default: false },
    port: { type: 'string' },
    url: { type: 'string' },
    domain: { type: 'string' },
    proxy: { type: 'string' },
  })
  return {
    dataDir: values.dataDir,
    detach: values.detach,
    demo: values.demo,
    port: parsePort(values.port ?? (process.env.BERTH_PORT || undefined)),
    url: parseUrl(values.url ?? process.env.BERTH_URL),
    proxy: parseProxy(values.proxy ?? process.env.BERTH_PROXY),
    domain: parseDomain(values.domain ?? process.env.BERTH_BASE_DOMAIN),
  }
}
