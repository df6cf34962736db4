import type { Metadata } from 'next'
import type { AppPlace } from '@/components/shell/paths'
import { readAppEnvironment } from '../../../../reads'

/** Props of the pages below an app in an environment. */
export interface AppPageProps {
  params: Promise<{ project: string; environment: string; app: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The app environment that the address names, and its place. */
export async function appOf({ params }: Pick<AppPageProps, 'params'>) {
  const place: AppPlace = await params
  return { place, app: await readAppEnvironment(place.project, place.environment, place.app) }
}

/** `generateMetadata` of a tab: "Domains · shop · production"; while deploying that comes first. */
export const titleOf =
  (tab: string) =>
  async (props: Pick<AppPageProps, 'params'>): Promise<Metadata> => {
    const { app, place } = await appOf(props)
    const title = [tab, app.appName, place.environment].filter(Boolean).join(' · ')
    return { title: app.status === 'deploying' ? `Deploying… ${title}` : title }
  }
