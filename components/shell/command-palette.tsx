'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useMemo, useState } from 'react'
import { OperationError } from '@/components/feedback/operation-error'
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from '@/components/ui/command'
import { Dialog, DialogContent } from '@/components/ui/dialog'
import { type PaletteEntry, paletteEntries, searchEntries } from './palette-entries'
import { type AppPlace, placeOf } from './paths'
import { useDeployHere } from './use-deploy-here'
import { usePaletteData } from './use-palette-data'

const GROUPS = ['This app', 'Apps', 'Projects', 'Go to'] as const

/** Search and act by keyboard: projects, apps of the current project, actions on the current app, pages. */
export function CommandPalette({ close, showShortcuts }: { close: () => void; showShortcuts: () => void }) {
  const place = placeOf(usePathname())
  const router = useRouter()
  const { projects, project, loading, error } = usePaletteData(place.project ?? null)
  const deploy = useDeployHere(close)
  const choose = ({ target }: PaletteEntry) => {
    if ('href' in target) {
      router.push(target.href)
      close()
    } else if (target.action === 'shortcuts') showShortcuts()
    else if (isApp(place)) void deploy.run(place)
  }
  return (
    <Dialog open onOpenChange={open => !open && close()}>
      <DialogContent
        title="Search or jump to"
        description={null}
        className="top-[12dvh] max-w-xl translate-y-0 gap-0 p-0 *:first:sr-only"
      >
        <EntryList entries={paletteEntries(place, projects, project)} loading={loading} choose={choose} />
        <OperationError error={deploy.error ?? error} className="m-2" />
      </DialogContent>
    </Dialog>
  )
}

const isApp = (place: Partial<AppPlace>): place is AppPlace => place.app !== undefined

function EntryList({
  entries,
  loading,
  choose,
}: {
  entries: PaletteEntry[]
  loading: boolean
  choose: (entry: PaletteEntry) => void
}) {
  const [query, setQuery] = useState('')
  const found = useMemo(() => searchEntries(entries, query), [entries, query])
  return (
    <Command shouldFilter={false} label="Search or jump to">
      <CommandInput value={query} onValueChange={setQuery} placeholder="Type a name or an action" />
      <CommandList>
        <CommandEmpty>{loading ? 'Loading…' : `Nothing is called "${query}".`}</CommandEmpty>
        {GROUPS.map(group => {
          const items = found.filter(entry => entry.group === group)
          return items.length === 0 ? null : (
            <CommandGroup key={group} heading={group}>
              {items.map(entry => (
                <CommandItem key={entry.id} value={entry.id} onSelect={() => choose(entry)}>
                  <span className="truncate">{entry.label}</span>
                  <span className="ml-auto shrink-0 text-soft text-xs">{entry.hint}</span>
                </CommandItem>
              ))}
            </CommandGroup>
          )
        })}
      </CommandList>
    </Command>
  )
}
