import type { Formation } from '../run/formation'

/**
 * Process types in groups that may start together, each after those it waits for. Dependencies on what is not among
 * them are left to the caller.
 */
export function startOrder(formation: Formation, types: Iterable<string>): string[][] {
  const left = new Set(types)
  const waitsFor = (type: string) =>
    (formation.find(({ processType }) => processType === type)?.service?.dependsOn ?? []).map(
      ({ processType }) => processType,
    )
  const groups: string[][] = []
  while (left.size > 0) {
    const ready = [...left].filter(type => !waitsFor(type).some(other => left.has(other)))
    // A circle is refused when the file is read; nothing waits for ever all the same.
    const group = ready.length > 0 ? ready : [...left]
    groups.push(group)
    for (const type of group) left.delete(type)
  }
  return groups
}
