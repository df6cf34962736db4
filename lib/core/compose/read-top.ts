import type { Notes } from './notes'
import { VOLUME_NAME } from './read-volumes'
import { isMap, type YamlMap } from './read-yaml'
import { saysNothing, textOf } from './values'

const KNOWN = new Set(['services', 'volumes', 'networks', 'version', 'name', 'configs', 'secrets'])

/** Checks what stands beside the services. Returns the names of the volumes. */
export function readTop(file: YamlMap, notes: Notes): Set<string> {
  const { refuse } = notes.of(null)
  for (const [key, value] of Object.entries(file)) {
    if (KNOWN.has(key) || key.startsWith('x-') || saysNothing(value)) continue
    if (key === 'include')
      refuse(key, 'another file would be part of this one', 'Write its services into this file.')
    else refuse(key, 'Berth does not know it', 'Leave it out, or check how it is written.')
  }
  checkNetworks(file.networks, notes)
  return volumeNames(file.volumes, notes)
}

function volumeNames(value: unknown, notes: Notes): Set<string> {
  const { refuse, ignore } = notes.of(null)
  const names = new Set<string>()
  for (const [name, details] of isMap(value) ? Object.entries(value) : []) {
    names.add(name)
    if (!VOLUME_NAME.test(name)) refuse('volumes', 'a name is not plain', 'Use letters, digits, `_` and `-`.')
    for (const [key, setting] of isMap(details) ? Object.entries(details) : []) {
      const isLocal = key === 'driver' && textOf(setting) === 'local'
      if (saysNothing(setting) || isLocal || key.startsWith('x-')) continue
      if (key === 'name' || key === 'labels') ignore(`volumes.${name}.${key}`)
      else if (key === 'external')
        refuse(
          `volumes.${name}.external`,
          'the volume would be somebody else’s',
          'Leave `external` out: Berth makes the volume for this app.',
        )
      else
        refuse(
          `volumes.${name}.${key}`,
          'options of a volume can open folders of the server to the container',
          'Leave them out: volumes are kept on the server’s disk.',
        )
    }
  }
  return names
}

function checkNetworks(value: unknown, notes: Notes) {
  const { refuse, ignore } = notes.of(null)
  for (const [name, details] of isMap(value) ? Object.entries(value) : []) {
    for (const [key, setting] of isMap(details) ? Object.entries(details) : []) {
      if (saysNothing(setting) || key.startsWith('x-')) continue
      if (key === 'external')
        refuse(
          `networks.${name}.external`,
          'the app would join a network of the server that is not its own',
          'Leave it out: services of an app find each other by name.',
        )
      else if (key === 'driver' && textOf(setting) !== 'bridge')
        refuse(
          `networks.${name}.driver`,
          'it would share the network of the server with the container',
          'Leave it out: services of an app find each other by name.',
        )
      else ignore(`networks.${name}.${key}`)
    }
  }
  if (isMap(value) && Object.keys(value).length > 1) ignore('networks')
}
