import { ChevronRight } from 'lucide-react'
import { CopyButton } from '@/components/feedback/copy-button'

/** Text of a file, folded away until asked for. */
export function CodeBlock({ title, text }: { title: string; text: string }) {
  return (
    <details className="group relative rounded-md border">
      <summary className="flex h-10 list-none items-center gap-2 rounded-md px-3 font-medium hover:bg-surface">
        <ChevronRight
          aria-hidden
          className="size-4 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        {title}
      </summary>
      <CopyButton
        text={text}
        what={title}
        className="absolute top-1.5 right-1.5 hidden group-open:inline-flex"
      />
      <section aria-label={title} className="max-h-96 overflow-auto border-t bg-surface p-3">
        <pre className="font-mono text-xs">{text}</pre>
      </section>
    </details>
  )
}
