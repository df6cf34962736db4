'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toast } from 'sonner'
import { Button, type ButtonProps } from '@/components/ui/button'
import { copyText } from './copy-text'

interface CopyButtonProps extends Omit<ButtonProps, 'onClick' | 'children'> {
  text: string
  /** What is copied: "the webhook URL". */
  what: string
  /** Shown beside the icon; without it the button is the icon alone. */
  label?: string
}

export function CopyButton({ text, what, label, variant = 'ghost', ...props }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    if (await copyText(text)) setCopied(true)
    else toast.error(`Could not copy ${what}. Select it and press Ctrl+C.`)
  }
  return (
    <Button
      variant={variant}
      size={label ? 'sm' : 'icon-sm'}
      aria-label={label ? undefined : `Copy ${what}`}
      title={copied ? 'Copied' : `Copy ${what}`}
      onClick={copy}
      {...props}
    >
      {copied ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
      {label && (copied ? 'Copied' : label)}
      <span role="status" className="sr-only">
        {copied ? `Copied ${what}` : ''}
      </span>
    </Button>
  )
}
