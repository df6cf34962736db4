/** The programs that can be the proxy. */
export const PROXY_DRIVERS = ['nginx', 'traefik'] as const
export type ProxyDriver = (typeof PROXY_DRIVERS)[number]
