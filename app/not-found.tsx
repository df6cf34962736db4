import { NotFound } from '@/components/shell/not-found'

export default function RootNotFound() {
  return (
    <main>
      <NotFound />
    </main>
  )
}
