import { cookies } from 'next/headers'
import { THEME_COOKIE, type Theme, themeOf } from '@/components/shell/theme'

export const currentTheme = async (): Promise<Theme> => themeOf((await cookies()).get(THEME_COOKIE)?.value)
