import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import type { ProcessDifference, PromotionPreview } from '@/lib/operations/promotions/schema'

/** The release command, and the processes that will run differently. */
export function ChangesCard({ preview }: { preview: PromotionPreview }) {
  const { releaseCommand, processes, target } = preview
  return (
    <Card aria-label="Run in the target">
      <CardHeader title={`What runs in ${target.environmentName}`} />
      <CardBody className="grid gap-4 sm:grid-cols-2">
        <Fact name="Release command">
          {releaseCommand ? (
            <>
              <code className="block whitespace-pre-wrap break-words font-mono text-xs">
                {releaseCommand}
              </code>
              <p className="mt-1 text-soft text-xs">
                Runs once with the variables of {target.environmentName}, before the new version starts.
              </p>
            </>
          ) : (
            <p className="text-soft">None: the new version starts at once.</p>
          )}
        </Fact>
        <Fact name="Processes">
          {processes.length > 0 ? (
            <ul className="grid gap-1.5">
              {processes.map(process => (
                <ProcessChange key={process.processType} process={process} />
              ))}
            </ul>
          ) : (
            <p className="text-soft">{target.release ? 'As now.' : 'As the settings say.'}</p>
          )}
        </Fact>
      </CardBody>
    </Card>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h3 className="mb-1.5 text-soft text-xs">{name}</h3>
      {children}
    </div>
  )
}

type View = NonNullable<ProcessDifference['before']>

function ProcessChange({ process: { processType, before, after } }: { process: ProcessDifference }) {
  return (
    <li className="grid min-w-0">
      <span className="font-medium">{processType}</span>
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-soft">
        <Side view={before} other={after} />
        <ArrowRight aria-label="becomes" className="size-3.5 shrink-0" />
        <Side view={after} other={before} />
      </span>
    </li>
  )
}

/** Of both sides only what differs. */
function Side({ view, other }: { view: View | null; other: View | null }) {
  if (!view) return <span>not run</span>
  const facts = [
    view.count !== other?.count && `${view.count} ×`,
    view.memoryMb !== other?.memoryMb && `${view.memoryMb} MB`,
    view.cpuMillis !== other?.cpuMillis && `${view.cpuMillis / 1000} CPU`,
  ].filter(Boolean)
  return (
    <>
      {facts.length > 0 && <span>{facts.join(' · ')}</span>}
      {view.command !== other?.command && (
        <code className="break-all font-mono text-xs">{view.command ?? 'command of the image'}</code>
      )}
      {facts.length === 0 && view.command === other?.command && <span>other stop time or singleton</span>}
    </>
  )
}
