'use client'

import { useEffect, useRef, useState } from 'react'
import { toast } from 'sonner'

const PASTE_MARK = 'data-takes-variables'
/** For a text field in which pasted variables are not text: they are imported. */
export const PASTE_HERE = { [PASTE_MARK]: '' }

/** 10,000 variables fill far less. */
const MAX_FILE_BYTES = 10 * 1024 * 1024
const ASSIGNMENT = /^\s*(export\s+)?[A-Za-z_]\w*\s*=/m

/** Takes text with variables that is pasted, or a file that is dropped, anywhere on the page. True while one is dragged over it. */
export function useIncomingText(active: boolean, onText: (text: string) => void): boolean {
  const [dragging, setDragging] = useState(false)
  const latest = useRef(onText)
  latest.current = onText
  useEffect(() => {
    if (!active) return
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (isForField(event.target) || !ASSIGNMENT.test(text)) return
      event.preventDefault()
      latest.current(text)
    }
    const onDragOver = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      setDragging(true)
    }
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false)
    }
    const onDrop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0]
      setDragging(false)
      if (!file) return
      event.preventDefault()
      void readFile(file).then(text => text !== null && latest.current(text))
    }
    window.addEventListener('paste', onPaste)
    window.addEventListener('dragover', onDragOver)
    window.addEventListener('dragleave', onDragLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('paste', onPaste)
      window.removeEventListener('dragover', onDragOver)
      window.removeEventListener('dragleave', onDragLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [active])
  return dragging
}

/** The text of a chosen file; null, with a note to the user, when it is no text or too large. */
export async function readFile(file: File): Promise<string | null> {
  if (file.size > MAX_FILE_BYTES) {
    toast.error(`${file.name} is too large for a .env file.`, { description: 'Choose one of at most 10 MB.' })
    return null
  }
  // A folder can be dropped too; it cannot be read.
  const text = await file.text().catch(() => null)
  if (text !== null && !text.includes('\0')) return text
  toast.error(`${file.name} is not a text file.`, { description: 'Choose a .env file.' })
  return null
}

/** What is pasted into a field or a dialog stays there. */
function isForField(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false
  if (target.hasAttribute(PASTE_MARK)) return false
  return target.closest('input, textarea, [role="dialog"]') !== null
}
