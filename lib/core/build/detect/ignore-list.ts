import type { PlanWarning } from './problem'
import { nameOf, type Source } from './source'

/** Never sent to a generated build: history, secrets, installed packages, caches. */
export const IGNORED = [
  '.git',
  '**/.env',
  '**/.env.*',
  '!**/.env.production',
  '**/node_modules',
  '**/.venv',
  '**/venv',
  '**/__pycache__',
  '**/*.pyc',
  '**/.pytest_cache',
  '**/.mypy_cache',
  '**/.ruff_cache',
  '**/.next',
  '**/.DS_Store',
]

export function envFileWarnings(source: Source): PlanWarning[] {
  const files = source.paths.filter(path => /^\.env(\.(local|staging|development))?$/.test(nameOf(path)))
  if (files.length === 0) return []
  return [
    {
      code: 'env-file-ignored',
      sentence: `${files.slice(0, 3).join(', ')} is in the repository; it is left out of the image, so that secrets do not end up in it.`,
      fix: 'Set its values as variables of each environment, and remove the file from the repository.',
    },
  ]
}
