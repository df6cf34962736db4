import { describe, expect, test } from 'vitest'
import { EngineUnavailable } from '@/lib/core/errors'
import { parseDockerHost } from '@/lib/core/run/docker-host'
import { engineError } from '@/lib/core/run/engine-problem'
import { startRefusal } from '@/lib/core/run/start-refused'
import { freeSubnet } from '@/lib/core/run/subnets'

describe('address of the engine', () => {
  test.each([
    ['', { socketPath: '/var/run/docker.sock' }],
    ['unix:///run/user/0/docker.sock', { socketPath: '/run/user/0/docker.sock' }],
    ['tcp://10.0.0.2:2375', { protocol: 'http', host: '10.0.0.2', port: 2375 }],
    ['tcp://docker', { protocol: 'http', host: 'docker', port: 2375 }],
    ['tcp://docker:2376', { protocol: 'https', host: 'docker', port: 2376 }],
    ['https://docker', { protocol: 'https', host: 'docker', port: 2376 }],
    ['tcp://[::1]:2375', { protocol: 'http', host: '::1', port: 2375 }],
  ])('%s', (text, address) => {
    expect(parseDockerHost(text)).toEqual(address)
  })
  test.each(['ssh://root@host', 'docker', 'tcp://', 'tcp://a b', 'tcp://user:pass@host:1', 'file:///x'])(
    '%s is refused with what it must be',
    text => {
      expect(() => parseDockerHost(text)).toThrow(/must be unix:/)
    },
  )
})

describe('an error of the engine', () => {
  const withCode = (code: string) => Object.assign(new Error('connect'), { code })
  const withStatus = (statusCode: number, message: string) =>
    Object.assign(new Error(message), { statusCode })

  test.each([
    withCode('ENOENT'),
    withCode('ECONNREFUSED'),
    withCode('ECONNRESET'),
    withCode('EACCES'),
    new Error('socket hang up'),
    withStatus(500, 'rpc error: code = Unavailable desc = transport is closing'),
    withStatus(
      503,
      'connection error: dial unix /run/containerd/containerd.sock: connect: connection refused',
    ),
  ])('means that it cannot be reached: %s', error => {
    const told = engineError(error)
    expect(told).toBeInstanceOf(EngineUnavailable)
    expect(told).toMatchObject({ cause: error })
  })
  test.each([withStatus(404, 'No such container'), withStatus(500, 'no space left on device'), 'text', null])(
    'is left as it is: %s',
    error => {
      expect(engineError(error)).toBe(error)
    },
  )
})

describe('a start that the engine refuses', () => {
  test.each([
    [
      'OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "gunicorn": executable file not found in $PATH: unknown',
      'start.command-not-found',
    ],
    ['exec: "./run.sh": stat ./run.sh: no such file or directory: unknown', 'start.command-not-found'],
    ['exec: "./run.sh": permission denied: unknown', 'start.not-executable'],
    [
      'standard_init_linux.go:228: exec user process caused: argument list too long',
      'start.variables-too-big',
    ],
    ['unable to find user app: no matching entries in passwd file', 'start.user-missing'],
    ['No command specified', 'start.no-command'],
    ['Minimum memory limit allowed is 6MB', 'start.memory-too-small'],
  ])('%s', (message, code) => {
    const refusal = startRefusal(message)
    expect(refusal?.code).toBe(code)
    expect(refusal?.message).toMatch(/^[A-Z].*\.$/)
  })
  test('other messages are no refusal', () => {
    expect(startRefusal('driver failed programming external connectivity')).toBeNull()
  })
})

describe('a free subnet', () => {
  test('is the first that no network and no address of the host is in', () => {
    expect(freeSubnet([])).toBe('10.160.0.0/24')
    expect(freeSubnet(['10.160.0.0/24', '10.160.1.77/25', '172.17.0.0/16', 'fd00::/8', ''])).toBe(
      '10.160.2.0/24',
    )
    expect(freeSubnet(['10.160.0.0/12'])).toBe('10.176.0.0/24')
  })
  test('may not be there', () => {
    expect(freeSubnet(['10.0.0.0/8'])).toBeNull()
    expect(freeSubnet(['0.0.0.0/0'])).toBeNull()
  })
})
