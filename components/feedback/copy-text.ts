/** Copies `text`; false when the browser does not let us. Panels on plain http have no Clipboard API, hence the old way. */
export async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    if (copied) return true
  }
  const area = document.createElement('textarea')
  area.value = text
  area.setAttribute('readonly', '')
  area.className = 'fixed -left-full top-0'
  const holder = document.activeElement?.closest('[role="dialog"]') ?? document.body
  const before = document.activeElement
  holder.append(area)
  area.select()
  const copied = document.execCommand('copy')
  area.remove()
  if (before instanceof HTMLElement) before.focus()
  return copied
}
