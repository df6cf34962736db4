import path from 'node:path'

/** Berth's own folder. The bundles lie in `dist`, this file in `bin`: one below it either way. */
export const ROOT = path.resolve(import.meta.dirname, '..')

/** The built command, for processes that run another part of it. */
export const CLI = path.join(ROOT, 'dist/cli.mjs')
