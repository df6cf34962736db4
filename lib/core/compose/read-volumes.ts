import type { ServiceNotes } from './notes'
import { isMap } from './read-yaml'
import type { TmpfsMount, VolumeMount } from './service'
import { isTrue, sizeMb, textOf } from './values'

export const VOLUME_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,59}$/
const NAMED = 'Keep data in a named volume: `data:/path`, and `data:` under the top-level `volumes`.'
const FROM_HOST =
  'it would open a folder of the server to the container, and with it the data of every other app there'

export interface Mounts {
  volumes: VolumeMount[]
  tmpfs: TmpfsMount[]
}

/** The `volumes` and `tmpfs` of a service. Only named volumes and memory; anonymous ones get a name of their own. */
export function readMounts(
  service: string,
  { volumes, tmpfs }: { volumes: unknown; tmpfs: unknown },
  declared: Set<string>,
  notes: ServiceNotes,
): Mounts {
  const mounts: Mounts = { volumes: [], tmpfs: [] }
  for (const entry of listOf(volumes, 'volumes', notes)) {
    if (isMap(entry)) readLong(service, entry, declared, mounts, notes)
    else readShort(service, textOf(entry) ?? '', declared, mounts, notes)
  }
  for (const entry of listOf(tmpfs, 'tmpfs', notes)) readTmpfs(textOf(entry) ?? '', mounts, notes)
  const paths = [...mounts.volumes, ...mounts.tmpfs].map(({ path }) => path)
  const twice = paths.find((path, index) => paths.indexOf(path) < index)
  if (twice) notes.refuse('volumes', `${twice} is mounted twice`, 'Mount each path once.')
  return mounts
}

function listOf(value: unknown, key: string, notes: ServiceNotes): unknown[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return [value]
  notes.refuse(key, 'it is not a list', `Write \`${key}\` as a list.`)
  return []
}

function readShort(
  service: string,
  text: string,
  declared: Set<string>,
  mounts: Mounts,
  notes: ServiceNotes,
) {
  const parts = text.split(':')
  const [source = '', target, options = ''] = parts
  if (parts.length === 1 && source.startsWith('/')) {
    addVolume(anonymous(service, source, declared), source, false, mounts, notes)
  } else if (target === undefined || parts.length > 3) {
    refuseForm(text, notes)
  } else if (isHostPath(source)) refuseBind(source, notes)
  else if (isDeclared(source, declared, notes)) {
    addVolume(source, target, options.split(',').includes('ro'), mounts, notes)
  }
}

function readLong(
  service: string,
  entry: Record<string, unknown>,
  declared: Set<string>,
  mounts: Mounts,
  notes: ServiceNotes,
) {
  const [type, source, target] = [entry.type, entry.source, entry.target].map(textOf)
  const readOnly = isTrue(entry.read_only)
  if (type === 'bind') refuseBind(source ?? '', notes)
  else if (type === 'tmpfs') {
    const size = isMap(entry.tmpfs) ? entry.tmpfs.size : undefined
    addTmpfs(target ?? '', size, mounts, notes)
  } else if (type !== 'volume') {
    notes.refuse('volumes', `mounts of the type ${type ?? 'unknown'} reach outside the app`, NAMED)
  } else if (isMap(entry.volume) && entry.volume.subpath !== undefined) {
    notes.refuse('volumes', 'a part of a volume cannot be mounted alone', 'Use a volume for each folder.')
  } else if (source === undefined) {
    addVolume(anonymous(service, target ?? '', declared), target ?? '', readOnly, mounts, notes)
  } else if (isHostPath(source)) refuseBind(source, notes)
  else if (isDeclared(source, declared, notes)) addVolume(source, target ?? '', readOnly, mounts, notes)
}

const isHostPath = (source: string) => /^[./~\\]|^[A-Za-z]$|[/\\]/.test(source)

function refuseBind(source: string, notes: ServiceNotes) {
  if (/docker\.sock|containerd\.sock|podman\.sock|\/run\/docker/.test(source)) {
    notes.refuse(
      'volumes',
      "the Docker socket would give the container the whole server, with every other app's secrets",
      'Leave it out. Services that manage containers cannot run as apps.',
    )
  } else if (/^\.|^~/.test(source) && !source.split('/').includes('..')) {
    notes.refuse(
      'volumes',
      `${quoted(source)} is a folder of your computer, which the server does not have`,
      'Copy the files into the image in the Dockerfile (`COPY`). Keep data in a named volume.',
    )
  } else notes.refuse('volumes', `${quoted(source)} is a path of the server: ${FROM_HOST}`, NAMED)
}

function isDeclared(source: string, declared: Set<string>, notes: ServiceNotes): boolean {
  if (!VOLUME_NAME.test(source)) {
    notes.refuse('volumes', `${quoted(source)} cannot be the name of a volume`, NAMED)
  } else if (!declared.has(source)) {
    notes.refuse(
      'volumes',
      `the volume ${quoted(source)} is not declared`,
      `Add \`${source}:\` under the top-level \`volumes\`.`,
    )
  } else return true
  return false
}

/** `db_var-lib-data`: the same at each deployment, so that what is in it stays. */
function anonymous(service: string, path: string, declared: Set<string>): string {
  const plain = `${service}_${path}`.replace(/[^a-zA-Z0-9_.-]+/g, '-').replace(/^[^a-zA-Z0-9]+|[-_.]+$/g, '')
  const name = plain.replace('_-', '_').slice(0, 120)
  return declared.has(name) ? `${name}_` : name
}

function addVolume(name: string, path: string, readOnly: boolean, mounts: Mounts, notes: ServiceNotes) {
  const inside = containerPath(path)
  if (inside === null) refuseForm(path, notes)
  else mounts.volumes.push({ name, path: inside, readOnly })
}

/** `/run` or `/dev/shm:size=64m,mode=1777`. */
function readTmpfs(text: string, mounts: Mounts, notes: ServiceNotes) {
  const [path = '', options = ''] = text.split(':')
  const size = /(?:^|,)size=([^,]+)/.exec(options)?.[1]
  addTmpfs(path, size, mounts, notes)
}

function addTmpfs(path: string, size: unknown, mounts: Mounts, notes: ServiceNotes) {
  const inside = path === '/dev/shm' ? path : containerPath(path)
  const sized = size === undefined ? null : (sizeMb(size) ?? undefined)
  if (inside === null || sized === undefined) {
    notes.refuse('tmpfs', `${quoted(path)} is not a path with a size`, 'Write `/path:size=64m`.')
  } else mounts.tmpfs.push({ path: inside, sizeMb: sized })
}

/** A path that may be mounted over inside a container; null for one that may not. */
export function containerPath(text: string): string | null {
  const parts = text.split('/').slice(1)
  const path = `/${parts.filter(part => part !== '' && part !== '.').join('/')}`
  const isOdd =
    !text.startsWith('/') || parts.includes('..') || /[\p{Cc}:,$\\]/u.test(text) || path.length > 500
  return isOdd || /^\/(proc|sys|dev)?$|^\/(proc|sys|dev)\//.test(path) ? null : path
}

const refuseForm = (text: string, notes: ServiceNotes) =>
  notes.refuse('volumes', `${quoted(text)} is not of the form \`volume:/path\``, NAMED)

const quoted = (text: string) => `\`${text.replace(/[\p{Cc}`]/gu, ' ').slice(0, 80)}\``
