import { Anchor } from 'lucide-react'

export function Logo() {
  return (
    <span className="flex items-center gap-2 font-semibold text-[0.9375rem] tracking-tight">
      <span className="grid size-6 place-items-center rounded-md bg-accent text-on-accent">
        <Anchor aria-hidden className="size-4" />
      </span>
      Berth
    </span>
  )
}
