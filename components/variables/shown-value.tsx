import { cn } from '@/components/ui/cn'
import { KEPT, type Side } from './changes'

/** A value on one line; what is secret or not known is a row of dots. */
export function ShownValue({ side: { value, secret }, className }: { side: Side; className?: string }) {
  if (secret || value === null) return <Hidden says={secret ? 'secret' : 'hidden'} />
  return (
    <code className={cn('truncate font-mono text-xs', className)} title={value.slice(0, 2000)}>
      {value === '' ? <span className="text-soft">empty</span> : value.slice(0, 300).replaceAll('\n', '↵')}
    </code>
  )
}

export function Hidden({ says }: { says: string }) {
  return (
    <span className="text-soft">
      <span aria-hidden>{KEPT}</span>
      <span className="sr-only">{says}</span>
    </span>
  )
}
