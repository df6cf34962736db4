/** Names of the parts whose sources have changed since they were built. */
export function staleParts(root: string): string[]
