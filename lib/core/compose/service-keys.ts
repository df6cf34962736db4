import type { ServiceNotes } from './notes'
import { saysNothing, textOf, textsOf } from './values'

/** Read elsewhere. */
const KNOWN = new Set([
  'image',
  'build',
  'command',
  'entrypoint',
  'environment',
  'env_file',
  'depends_on',
  'healthcheck',
  'expose',
  'ports',
  'volumes',
  'tmpfs',
  'deploy',
  'scale',
  'mem_limit',
  'cpus',
  'stop_grace_period',
  'user',
  'working_dir',
  'profiles',
  'networks',
])

/** Berth has its own way, or it only matters on a terminal. */
const IGNORED = new Set([
  'annotations',
  'attach',
  'cap_drop',
  'container_name',
  'cpu_count',
  'cpu_percent',
  'cpu_shares',
  'cpuset',
  'develop',
  'hostname',
  'init',
  'label_file',
  'labels',
  'logging',
  'mem_reservation',
  'mem_swappiness',
  'memswap_limit',
  'oom_score_adj',
  'pids_limit',
  'platform',
  'pull_policy',
  'read_only',
  'restart',
  'stdin_open',
  'tty',
])

const HOST = 'it would share a part of the server with the container, and with it all other apps'
const RIGHTS = 'it would give the container rights over the server that no app gets'
const VARIABLES = 'Keep the values under Variables and name them in `environment`.'
const LEAVE = 'Leave it out: apps run without it.'

/** Why a key is refused, and what to do instead. */
const REFUSED: Record<string, [why: string, instead: string]> = {
  privileged: ['it would give the container the whole server', LEAVE],
  devices: [RIGHTS, LEAVE],
  device_cgroup_rules: [RIGHTS, LEAVE],
  gpus: [RIGHTS, LEAVE],
  cap_add: [RIGHTS, 'Leave it out: what ordinary images need to start is allowed already.'],
  security_opt: ['the protections of containers cannot be changed', LEAVE],
  network_mode: [
    'it would take the service out of the network of its app',
    'Leave it out: services find each other by name, and the proxy publishes the web service.',
  ],
  pid: [HOST, LEAVE],
  ipc: [HOST, 'Leave it out. For shared memory, use `tmpfs: /dev/shm:size=256m`.'],
  shm_size: ['shared memory is set by a mount', 'Use `tmpfs: /dev/shm:size=256m`.'],
  userns_mode: [HOST, LEAVE],
  uts: [HOST, LEAVE],
  cgroup: [HOST, LEAVE],
  cgroup_parent: ['it would put the container outside the limits of its app', LEAVE],
  sysctls: ['settings of the kernel are the server operator’s', LEAVE],
  ulimits: ['limits of the kernel are the server operator’s', LEAVE],
  group_add: ['it could name a group that owns files of the server', 'Set `user` instead.'],
  runtime: ['it would choose another way to run containers', LEAVE],
  isolation: ['it would choose another way to run containers', LEAVE],
  use_api_socket: ['the Docker socket would give the container the whole server', LEAVE],
  extends: [
    'the service would depend on a part that may stand in another file',
    'Write the service out here, or share lines with a YAML anchor (`&name`, `<<: *name`).',
  ],
  volumes_from: [
    'volumes of another container are not shared as a whole',
    'Mount the same named volume in both services.',
  ],
  external_links: ['it reaches containers that are not of this app', 'Use the address of the other app.'],
  configs: [
    'configuration files are not mounted',
    'Copy the file into the image in the Dockerfile (`COPY`).',
  ],
  secrets: ['secret files are not mounted', VARIABLES],
  credential_spec: ['it names a file of the server', VARIABLES],
  extra_hosts: ['it could point names at addresses of the server', 'Use real host names.'],
  dns: ['name resolution is set by the server', LEAVE],
  dns_search: ['name resolution is set by the server', LEAVE],
  dns_opt: ['name resolution is set by the server', LEAVE],
  domainname: ['name resolution is set by the server', LEAVE],
  mac_address: ['addresses are given by the server', LEAVE],
  oom_kill_disable: ['a container must stay within its memory', LEAVE],
  post_start: ['hooks run as root beside the service', 'Do it in the command of the service.'],
  pre_stop: ['hooks run as root beside the service', 'Handle SIGTERM in the service.'],
  provider: ['it starts programs on the server', LEAVE],
  stop_signal: ['the image says how it is stopped', 'Write `STOPSIGNAL` in the Dockerfile.'],
}

/** Harmless forms of keys that are otherwise refused. */
const FINE: Record<string, (value: unknown) => boolean> = {
  network_mode: value => textOf(value) === 'bridge' || textOf(value) === 'default',
  security_opt: value => textsOf(value)?.every(text => /^no-new-privileges([:=]true)?$/.test(text)) ?? false,
  ipc: value => textOf(value) === 'private' || textOf(value) === 'shareable',
  cgroup: value => textOf(value) === 'private',
}

/** Sorts the keys of a service into read, without effect, and refused. What is not known is refused. */
export function checkServiceKeys(service: Record<string, unknown>, notes: ServiceNotes): void {
  for (const [key, value] of Object.entries(service)) {
    if (KNOWN.has(key) || key.startsWith('x-') || saysNothing(value)) continue
    const fine = Object.hasOwn(FINE, key) ? FINE[key] : undefined
    const refused = Object.hasOwn(REFUSED, key) ? REFUSED[key] : undefined
    if (IGNORED.has(key) || fine?.(value)) notes.ignore(key)
    else if (key === 'links') checkLinks(value, notes)
    else if (refused) notes.refuse(key, ...refused)
    else notes.refuse(key, 'Berth does not know it', 'Leave it out, or check how it is written.')
  }
}

/** A link to a service under its own name is what every service has. */
function checkLinks(value: unknown, notes: ServiceNotes) {
  if (textsOf(value)?.every(text => !text.includes(':') || /^([^:]+):\1$/.test(text))) notes.ignore('links')
  else notes.refuse('links', 'services are found under their own names only', 'Use the name of the service.')
}
