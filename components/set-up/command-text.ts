/** A command as one line. null: the image has its own. */
export function commandText(command: string | string[] | null): string {
  if (command === null) return "The image's own command"
  if (typeof command === 'string') return command
  return command.map(part => (/^[\w@%+=:,./-]+$/.test(part) ? part : JSON.stringify(part))).join(' ')
}
