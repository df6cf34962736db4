'use client'

import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Textarea } from '@/components/ui/textarea'

interface ValueInputProps {
  id: string
  value: string
  onChange: (value: string) => void
  /** On Enter; Shift and Enter begin a new line. */
  onDone?: () => void
  placeholder?: string
  invalid?: boolean
  autoFocus?: boolean
  describedBy?: string | undefined
}

/** A value of one or many lines; the field grows with it. */
export function ValueInput({
  id,
  value,
  onChange,
  onDone,
  placeholder,
  invalid = false,
  autoFocus = false,
  describedBy,
}: ValueInputProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (!autoFocus) return
    field.current?.focus()
    field.current?.select()
  }, [autoFocus])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || !onDone) return
    event.preventDefault()
    onDone()
  }
  return (
    <Textarea
      ref={field}
      id={id}
      rows={1}
      className="field-sizing-content max-h-72 min-h-8 font-mono text-xs leading-5"
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="off"
      title="Enter: done. Shift+Enter: new line."
      value={value}
      placeholder={placeholder}
      aria-invalid={invalid || undefined}
      aria-describedby={describedBy}
      onChange={event => onChange(event.target.value)}
      onKeyDown={onKeyDown}
    />
  )
}
