/** Whether what npm has installed differs from the lock file. */
export function dependenciesAreMissing(root: string): boolean
