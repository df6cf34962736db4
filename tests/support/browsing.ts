import { ADMIN, type Panel, signIn } from './panel'

/** The panel's pages as the signed-in administrator's browser gets them. */
export interface Browser {
  open(path: string): Promise<{ status: number; html: string }>
  headers: Record<string, string>
}

export async function signedIn(panel: Panel): Promise<Browser> {
  const baseUrl = `http://127.0.0.1:${panel.port}`
  const { cookie } = await signIn(baseUrl, ADMIN)
  const headers = { cookie }
  return {
    headers,
    async open(path) {
      const response = await fetch(`${baseUrl}${path}`, { headers, redirect: 'manual' })
      return { status: response.status, html: await response.text() }
    },
  }
}
