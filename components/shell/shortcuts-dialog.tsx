'use client'

import { Dialog, DialogContent } from '@/components/ui/dialog'
import { SHORTCUTS } from './shortcuts'

export function ShortcutsDialog({ close }: { close: () => void }) {
  return (
    <Dialog open onOpenChange={open => !open && close()}>
      <DialogContent title="Keyboard shortcuts" description={null} className="max-w-md">
        <dl className="grid gap-2">
          {SHORTCUTS.map(({ keys, does }) => (
            <div key={does} className="flex items-center justify-between gap-4">
              <dt className="text-soft">{does}</dt>
              <dd className="flex gap-1">
                {keys.map(key => (
                  <kbd
                    key={key}
                    className="grid h-6 min-w-6 place-items-center rounded border bg-surface px-1.5 font-sans text-xs"
                  >
                    {key}
                  </kbd>
                ))}
              </dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  )
}
