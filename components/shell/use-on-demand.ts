'use client'

import { type ComponentType, useState } from 'react'
import { useAction } from '@/components/feedback/use-action'

/** A component whose code is fetched when it is first wanted: most visits never open a menu. */
export function useOnDemand<P>(load: () => Promise<ComponentType<P>>) {
  const [Loaded, setLoaded] = useState<ComponentType<P> | null>(null)
  const { act, pending } = useAction()
  const fetchNow = () =>
    act(async () => {
      const component = await load()
      setLoaded(() => component)
    })
  return { Loaded, fetchNow, pending }
}
