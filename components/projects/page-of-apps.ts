import type { AppInProject } from '@/lib/operations/projects/schema'

const PAGE_SIZE = 50

export interface PageOfApps {
  apps: AppInProject[]
  query: string
  /** From 1. */
  page: number
  pages: number
  /** Apps that match, on all pages. */
  found: number
  pageSize: number
}

type Search = Record<string, string | string[] | undefined>
const text = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '')

/** The apps an address asks for: `q` filters by name and repository, `page` counts from 1. Odd values mean the first page. */
export function pageOfApps(apps: AppInProject[], search: Search): PageOfApps {
  const query = text(search.q).trim()
  const wanted = query.toLowerCase()
  const matching = apps.filter(
    app => app.name.toLowerCase().includes(wanted) || app.repositoryUrl.toLowerCase().includes(wanted),
  )
  const pages = Math.max(1, Math.ceil(matching.length / PAGE_SIZE))
  const asked = Number.parseInt(text(search.page), 10)
  const page = asked >= 1 && asked <= pages ? asked : 1
  const start = (page - 1) * PAGE_SIZE
  return {
    apps: matching.slice(start, start + PAGE_SIZE),
    query,
    page,
    pages,
    found: matching.length,
    pageSize: PAGE_SIZE,
  }
}
