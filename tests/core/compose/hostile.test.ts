import { describe, expect, test } from 'vitest'
import { readComposeFile } from '@/lib/core/compose/compose-file'

const FILES: Record<string, string> = {
  Dockerfile: 'FROM node:22-slim\n',
  'api/Dockerfile': 'FROM node:22-slim\n',
}
const read = (text: string) =>
  readComposeFile('compose.yaml', text, { folder: '', text: path => FILES[path] })
/** A service with these lines, and lines at the top of the file. */
const service = (lines: string[], top: string[] = []) =>
  read(['services:', '  web:', '    image: nginx', ...lines.map(line => `    ${line}`), ...top].join('\n'))

describe('what a service does not get', () => {
  test.each([
    ['privileged', ['privileged: true'], /whole server/],
    ['devices', ['devices: ["/dev/sda:/dev/sda"]'], /rights over the server/],
    ['gpus', ['gpus: all'], /rights/],
    ['cap_add', ['cap_add: [SYS_ADMIN]'], /rights/],
    ['security_opt', ['security_opt: ["seccomp:unconfined"]'], /protections/],
    ['network_mode', ['network_mode: host'], /network of its app/],
    ['network_mode', ['network_mode: "container:other"'], /network of its app/],
    ['pid', ['pid: host'], /share a part of the server/],
    ['ipc', ['ipc: host'], /share a part of the server/],
    ['userns_mode', ['userns_mode: host'], /share a part of the server/],
    ['uts', ['uts: host'], /share a part of the server/],
    ['cgroup', ['cgroup: host'], /share a part of the server/],
    ['cgroup_parent', ['cgroup_parent: /system.slice'], /limits/],
    ['sysctls', ['sysctls: {net.ipv4.ip_forward: 1}'], /kernel/],
    ['ulimits', ['ulimits: {nofile: 100000}'], /kernel/],
    ['group_add', ['group_add: [docker]'], /group/],
    ['runtime', ['runtime: sysbox'], /run containers/],
    ['extends', ['extends: {file: other.yml, service: web}'], /another file/],
    ['volumes_from', ['volumes_from: ["container:panel"]'], /another container/],
    ['external_links', ['external_links: [panel]'], /not of this app/],
    ['links', ['links: ["db:database"]'], /own names/],
    ['configs', ['configs: [nginx]'], /configuration files/],
    ['secrets', ['secrets: [password]'], /secret files/],
    ['extra_hosts', ['extra_hosts: ["x:169.254.169.254"]'], /addresses of the server/],
    ['use_api_socket', ['use_api_socket: true'], /whole server/],
    ['post_start', ['post_start: [{command: id}]'], /hooks/],
    ['provider', ['provider: {type: x}'], /programs on the server/],
    ['frobnicate', ['frobnicate: 1'], /does not know/],
    ['constructor', ['constructor: {a: 1}'], /does not know/],
    ['__proto__', ['__proto__: {privileged: true}'], /does not know/],
    [
      'deploy.resources.reservations.devices',
      ['deploy: {resources: {reservations: {devices: [{}]}}}'],
      /devices/,
    ],
    ['deploy.replicas', ['deploy: {replicas: 10000}'], /0 to 20/],
    ['user', ['user: "0; id"'], /user:group/],
    ['working_dir', ['working_dir: ../x'], /absolute/],
    ['command', ['command: "sh -c \'open"'], /command line/],
    ['healthcheck.test', ['healthcheck: {test: [RUN, id]}'], /CMD/],
    ['environment', ['environment: {"A B": 1}'], /letters, digits/],
    ['ports', ['ports: ["$(id)"]'], /not a number/],
    ['mem_limit', ['mem_limit: 1'], /32 MB/],
    ['stop_grace_period', ['stop_grace_period: 9h'], /10 minutes/],
  ])('%s %j', (key, lines, why) => {
    const { refusals } = service(lines)
    expect(refusals).toEqual([
      { service: 'web', key, why: expect.stringMatching(why), instead: expect.any(String) },
    ])
    expect(refusals[0]?.instead).not.toBe('')
  })
})

describe('which folders a service does not get', () => {
  test.each([
    ['/var/run/docker.sock:/var/run/docker.sock', /Docker socket/],
    ['/run/docker.sock:/x:ro', /Docker socket/],
    ['/etc:/host', /path of the server/],
    ['/:/host', /path of the server/],
    ['../../etc:/x', /path of the server/],
    ['./data/../../..:/x', /path of the server/],
    ['.:/app', /folder of your computer/],
    ['~/.ssh:/ssh', /folder of your computer/],
    ['${HOME}:/x', /cannot be the name/],
    ['$HOME/x:/x', /path of the server/],
    ['C:\\data:/x', /path of the server|form/],
    ['undeclared:/x', /not declared/],
    ['data:/proc', /form/],
    ['data:/sys/fs', /form/],
    ['data:/dev/mem', /form/],
    ['data:/', /form/],
    ['data:relative', /form/],
    ['data:/a/../../b', /form/],
    ['data:/x:ro:more', /form/],
    ['a b:/x', /cannot be the name/],
  ])('%s', (mount, why) => {
    const { refusals } = service([`volumes: [${JSON.stringify(mount)}]`], ['volumes: {data: }'])
    expect(refusals).toEqual([expect.objectContaining({ key: 'volumes', why: expect.stringMatching(why) })])
  })
  test.each([
    ['{type: bind, source: /etc, target: /x}', /path of the server/],
    ['{type: bind, source: /var/run/docker.sock, target: /x}', /Docker socket/],
    ['{type: volume, source: /etc, target: /x}', /path of the server/],
    ['{type: npipe, source: x, target: /x}', /outside the app/],
    ['{type: image, source: x, target: /x}', /outside the app/],
    ['{type: volume, source: data, target: /x, volume: {subpath: ../..}}', /part of a volume/],
    ['{source: /etc, target: /x}', /outside the app/],
  ])('in the long form: %s', (mount, why) => {
    const { refusals } = service([`volumes: [${mount}]`], ['volumes: {data: }'])
    expect(refusals).toEqual([expect.objectContaining({ key: 'volumes', why: expect.stringMatching(why) })])
  })
})

describe('what stands beside the services', () => {
  test.each([
    ['include', ['include: [other.yaml]']],
    ['volumes.data.driver_opts', ['volumes: {data: {driver_opts: {type: none, o: bind, device: /etc}}}']],
    ['volumes.data.driver', ['volumes: {data: {driver: sshfs}}']],
    ['volumes.data.external', ['volumes: {data: {external: true}}']],
    ['networks.out.external', ['networks: {out: {external: true}}']],
    ['networks.out.driver', ['networks: {out: {driver: host}}']],
    ['models', ['models: {a: {model: b}}']],
  ])('%s', (key, top) => {
    expect(service([], top).refusals).toEqual([expect.objectContaining({ service: null, key })])
  })
})

describe('what builds do not get', () => {
  const build = (text: string) => read(`services:\n  web:\n    build: ${text}\n`).refusals
  test.each([
    ['..', 'build'],
    ['/etc', 'build'],
    ['api/../..', 'build'],
    ['https://example.test/other.git', 'build'],
    ['git@example.test:other.git', 'build'],
    ['{context: ., dockerfile: ../Dockerfile}', 'build'],
    ['{context: ., dockerfile: /etc/passwd}', 'build'],
    ['{context: api, ssh: [default]}', 'build.ssh'],
    ['{context: api, network: host}', 'build.network'],
    ['{context: api, privileged: true}', 'build.privileged'],
    ['{context: api, additional_contexts: {etc: /etc}}', 'build.additional_contexts'],
    ['{context: api, secrets: [x]}', 'build.secrets'],
    ['{context: api, entitlements: [security.insecure]}', 'build.entitlements'],
    ['{context: api, extra_hosts: ["a:1.2.3.4"]}', 'build.extra_hosts'],
    ['{context: api, dockerfile_inline: FROM scratch}', 'build.dockerfile_inline'],
    ['{context: api, target: "-x"}', 'build.target'],
    ['{context: api, args: {"A=B": 1}}', 'build.args'],
    ['missing', 'build'],
  ])('%s', (text, key) => {
    expect(build(text).map(one => one.key)).toEqual([key])
  })
  test.each(['../secrets.env', '/etc/shadow', '~/.env', 'missing.env'])('the environment file %s', file => {
    expect(service([`env_file: ${file}`]).refusals).toEqual([expect.objectContaining({ key: 'env_file' })])
  })
})

describe('files made to break a reader', () => {
  const laughs = Array.from(
    { length: 20 },
    (_, i) => `x-${i}: &a${i} [${i === 0 ? 'ha' : Array(9).fill(`*a${i - 1}`)}]`,
  )
  test.each([
    ['a billion laughs', [...laughs, 'services: {web: {image: a}}'].join('\n')],
    ['brackets without end', '['.repeat(200_000)],
    ['nested brackets', `services: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['two documents', 'services: {web: {image: a}}\n---\nservices: {}\n'],
    ['an unknown tag', 'services: !!js/function "x"'],
    ['a tag of an override', 'services: {web: {image: a, ports: !reset []}}'],
    ['the same key twice', 'services: {web: {image: a, image: b}}'],
    ['tabs', 'services:\n\tweb: x'],
    ['a list', '- a'],
    ['nothing', ''],
    ['services that are no mapping', 'services: [a]'],
    ['a service that is a text', 'services: {web: x}'],
    [
      'more services than any app has',
      `services: {${Array.from({ length: 31 }, (_, i) => `s${i}: {image: a}`)}}`,
    ],
  ])('%s', (_name, text) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        problem: expect.objectContaining({ code: expect.stringMatching(/^compose\./) }),
      }),
    )
  })
  test('an alias of itself', () => {
    expect(read('services: &a\n  web: *a\n').refusals.map(({ key }) => key)).toEqual(['web', 'image'])
  })
  test('names that no host can have', () => {
    expect(
      read('services: {"a b": {image: a}, "-x": {image: a}, "$(id)": {image: a}}').refusals,
    ).toHaveLength(3)
  })
  test('services that wait for each other', () => {
    const { refusals } = read('services: {a: {image: a, depends_on: [b]}, b: {image: b, depends_on: [a]}}')
    expect(refusals).toEqual([
      expect.objectContaining({ key: 'depends_on', why: 'the service waits for itself' }),
    ])
  })
  test('anchors and merged mappings are read as written out', () => {
    const { refusals, services } = read(
      'x-base: &base {image: nginx, environment: {A: "1"}}\nservices: {web: {<<: *base, command: [x]}, other: *base}',
    )
    expect(refusals).toEqual([])
    expect(services.map(({ name, environment }) => [name, environment])).toEqual([
      ['web', { A: '1' }],
      ['other', { A: '1' }],
    ])
  })
  test('a merged mapping cannot hide what is refused', () => {
    const { refusals } = read('x-base: &base {privileged: true}\nservices: {web: {<<: *base, image: a}}')
    expect(refusals.map(({ key }) => key)).toEqual(['privileged'])
  })
})
