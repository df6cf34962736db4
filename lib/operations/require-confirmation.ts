import { DomainError } from '@/lib/core/errors'

/** Throws unless `typed` is the name of what is about to be lost. */
export function requireConfirmation(typed: string, name: string): void {
  if (typed.trim() === name.trim()) return
  throw new DomainError('invalid', `confirm: must be the name, ${name}`, {
    field: 'confirm',
    fix: `Type ${name} to confirm.`,
  })
}
