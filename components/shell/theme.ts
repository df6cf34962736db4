export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const THEME_COOKIE = 'berth-theme'

/** The theme a cookie or a request names; anything else is the system's. */
export const themeOf = (value: unknown): Theme => THEMES.find(theme => theme === value) ?? 'system'
