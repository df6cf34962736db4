import { NotFound } from '@/components/shell/not-found'

export default function PanelNotFound() {
  return (
    <main>
      <NotFound />
    </main>
  )
}
