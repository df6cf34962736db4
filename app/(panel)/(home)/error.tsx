'use client'

import { PageError, type PageErrorProps } from '@/components/shell/page-error'

export default function HomeError(props: PageErrorProps) {
  return <PageError {...props} />
}
