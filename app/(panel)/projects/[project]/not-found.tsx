import { NotFound } from '@/components/shell/not-found'

export default function ProjectNotFound() {
  return <NotFound />
}
