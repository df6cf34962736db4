import path from 'node:path'

/** How this command is called from where it was: by its name when that is on the PATH, else by its path. */
export function commandName(): string {
  const file = process.argv[1] ?? 'berth'
  if (process.env.PATH?.split(':').includes(path.dirname(file))) return path.basename(file)
  const here = path.relative(process.cwd(), file)
  return here.startsWith('..') ? file : `./${here}`
}
