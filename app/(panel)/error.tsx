'use client'

import { PageError, type PageErrorProps } from '@/components/shell/page-error'

export default function PanelError(props: PageErrorProps) {
  return <PageError {...props} />
}
