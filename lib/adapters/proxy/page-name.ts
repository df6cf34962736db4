import { createHash } from 'node:crypto'

/** The name of an error page's file: what its text is, it names. */
export const pageName = (html: string): string => createHash('sha256').update(html).digest('hex')
