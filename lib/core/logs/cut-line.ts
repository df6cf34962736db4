import { MAX_LINE } from './entry'

/**
 * One line as it is stored: without its line end, of overwritten text (`\r`, as progress bars write) only what stays
 * visible, at most `MAX_LINE` characters. `lost`: characters that were dropped before.
 */
export function cutLine(text: string, lost = 0): string {
  const bare = text.replace(/[\r\n]+$/, '')
  const visible = bare.slice(bare.lastIndexOf('\r') + 1)
  const tooMany = visible.length - MAX_LINE
  if (tooMany <= 0 && lost === 0) return visible
  const room = MAX_LINE - 60
  const kept = visible.slice(0, room)
  return `${kept} … (${visible.length - kept.length + lost} more characters)`
}
