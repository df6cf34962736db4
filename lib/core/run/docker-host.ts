export type DockerAddress =
  | { socketPath: string }
  | { protocol: 'http' | 'https'; host: string; port: number }

const DEFAULT_SOCKET = '/var/run/docker.sock'
/** By convention TLS is on 2376, plain TCP on 2375. */
const TLS_PORT = 2376
const PLAIN_PORT = 2375

/** Reads a DOCKER_HOST: `unix:///path`, `tcp://host:port`, `http://…` or `https://…`. Throws for any other. */
export function parseDockerHost(text: string): DockerAddress {
  if (text === '') return { socketPath: DEFAULT_SOCKET }
  if (text.startsWith('unix://')) return { socketPath: text.slice('unix://'.length) || DEFAULT_SOCKET }
  const match = /^(tcp|http|https):\/\/(\[[0-9a-fA-F:.]+\]|[^\s/:[\]@]+)(?::(\d{1,5}))?\/?$/.exec(text)
  if (!match) {
    throw new Error(`DOCKER_HOST is "${text}"; it must be unix:///path/to/socket or tcp://host:port.`)
  }
  const [, scheme = '', host = '', portText] = match
  const port = portText ? Number(portText) : scheme === 'https' ? TLS_PORT : PLAIN_PORT
  const protocol = scheme === 'https' || port === TLS_PORT ? 'https' : 'http'
  return { protocol, host: host.replace(/^\[|\]$/g, ''), port }
}
