import { cn } from '@/components/ui/cn'

/** First seven characters of a commit, as git shows it; the whole on hover. */
export function CommitSha({ sha, className }: { sha: string; className?: string }) {
  return (
    <code title={sha} className={cn('font-mono text-[0.8125rem]', className)}>
      {sha.slice(0, 7)}
    </code>
  )
}
