/** Reached with `g` and then the key. */
export const JUMPS = [
  { key: 'p', label: 'Projects', href: '/projects' },
  { key: 'a', label: 'Activity', href: '/activity' },
  { key: 's', label: 'Servers', href: '/servers' },
  { key: 'c', label: 'Settings', href: '/settings' },
] as const

/** What the shortcuts sheet lists. */
export const SHORTCUTS: { keys: string[]; does: string }[] = [
  { keys: ['Ctrl', 'K'], does: 'Search, jump and act (⌘ K on a Mac)' },
  { keys: ['?'], does: 'Show this list' },
  ...JUMPS.map(({ key, label }) => ({ keys: ['g', key], does: `Go to ${label}` })),
  { keys: ['Esc'], does: 'Close what is open' },
]
