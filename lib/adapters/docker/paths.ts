/** What Docker takes as a container's name or id; anything else could reach another part of its interface. */
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/
/** `repository/name:tag`, `sha256:…` or a part of an id. */
const REFERENCE = /^[a-zA-Z0-9][a-zA-Z0-9_.:@-]*(\/[a-zA-Z0-9][a-zA-Z0-9_.:@-]*)*$/

export function containerPath(name: string): string {
  if (!NAME.test(name)) throw new Error(`${JSON.stringify(name)} cannot be the name of a container.`)
  return `/containers/${name}`
}

export function volumePath(name: string): string {
  if (!NAME.test(name)) throw new Error(`${JSON.stringify(name)} cannot be the name of a volume.`)
  return `/volumes/${name}`
}

export function networkPath(name: string): string {
  if (!NAME.test(name)) throw new Error(`${JSON.stringify(name)} cannot be the name of a network.`)
  return `/networks/${name}`
}

export function imagePath(reference: string): string {
  if (!REFERENCE.test(reference))
    throw new Error(`${JSON.stringify(reference)} cannot be the name of an image.`)
  return `/images/${reference}`
}
