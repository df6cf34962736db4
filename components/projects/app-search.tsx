import Form from 'next/form'
import { Input } from '@/components/ui/input'

/** Filters the apps; the filter is in the address. Works without a script, too. */
export function AppSearch({ query }: { query: string }) {
  return (
    <Form action="" className="max-w-64">
      <Input type="search" name="q" aria-label="Filter apps" placeholder="Filter apps" defaultValue={query} />
    </Form>
  )
}
