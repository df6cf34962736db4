import { signIn } from 'next-auth/react'

/** next-auth's answer; undefined when there was none. */
export const signInWithPassword = (email: string, password: string) =>
  signIn('credentials', { email, password, redirect: false }).catch(() => undefined)
