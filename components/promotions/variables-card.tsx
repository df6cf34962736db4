import type { ReactNode } from 'react'
import { count } from '@/components/feedback/format'
import type { AppPlace } from '@/components/shell/paths'
import { Alert } from '@/components/ui/alert'
import { Badge, type Tone } from '@/components/ui/badge'
import { Card, CardBody, CardHeader } from '@/components/ui/card'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { ShownValue } from '@/components/variables/shown-value'
import type { PromotionPreview } from '@/lib/operations/promotions/schema'
import { CopyMissing } from './copy-missing'

/** Rows shown; the rest is counted. */
const SHOWN = 200

interface VariablesCardProps {
  preview: PromotionPreview
  sourceName: string
  /** Of the target. */
  place: AppPlace
  /** Whether the reader may change the target's variables. */
  writable: boolean
}

interface Row {
  name: string
  word: string
  tone: Tone
  source: ReactNode
  target: ReactNode
}

/** Variables that the target lacks, has alone, or has with another value. */
export function VariablesCard({ preview, sourceName, place, writable }: VariablesCardProps) {
  const { variables, target } = preview
  const { missing, unset } = variables
  const rows = rowsOf(preview)
  return (
    <Card aria-label="Variables">
      <CardHeader
        title="Variables"
        description={summary(preview, sourceName)}
        action={
          writable &&
          missing.length > 0 && (
            <CopyMissing variableSetId={target.variableSetId} missing={missing} place={place} />
          )
        }
      />
      {unset.length > 0 && (
        <div className="px-4 pt-3">
          <Alert
            tone="warn"
            title={`A command needs what ${target.environmentName} lacks: ${unset.join(', ')}`}
          >
            Set it before you promote: the command would get an empty text.
          </Alert>
        </div>
      )}
      <CardBody>
        {rows.length > 0 && (
          <Table label="Variables that differ">
            <TableHeader>
              <tr>
                <TableHead>Name</TableHead>
                <TableHead className="w-[30%]">{sourceName}</TableHead>
                <TableHead className="w-[30%]">{target.environmentName}</TableHead>
              </tr>
            </TableHeader>
            <TableBody>
              {rows.slice(0, SHOWN).map(row => (
                <VariableRow key={row.name} row={row} />
              ))}
            </TableBody>
          </Table>
        )}
        <p className="mt-2 text-soft text-xs first:mt-0">
          {rows.length > SHOWN && `And ${count(rows.length - SHOWN, 'more name')}. `}
          {remark(preview)}
        </p>
      </CardBody>
    </Card>
  )
}

function VariableRow({ row: { name, word, tone, source, target } }: { row: Row }) {
  return (
    <TableRow>
      <TableCell>
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="break-all font-mono text-xs">{name}</span>
          <Badge tone={tone}>{word}</Badge>
        </div>
      </TableCell>
      <TableCell className="max-w-0">
        <div className="flex">{source}</div>
      </TableCell>
      <TableCell className="max-w-0">
        <div className="flex">{target}</div>
      </TableCell>
    </TableRow>
  )
}

const None = <span className="text-soft">not set</span>

function rowsOf({ variables: { missing, different, onlyInTarget } }: PromotionPreview): Row[] {
  const shown = (value: string | null, secret = false) => <ShownValue side={{ value, secret }} />
  return [
    ...missing.map(({ name, value, secret }) => ({
      name,
      word: 'Missing',
      tone: 'warn' as const,
      source: shown(value, secret),
      target: None,
    })),
    ...different.map(({ name, source, target }) => ({
      name,
      word: 'Differs',
      tone: 'quiet' as const,
      source: shown(source),
      target: shown(target),
    })),
    ...onlyInTarget.map(({ name, value, secret }) => ({
      name,
      word: 'Only here',
      tone: 'quiet' as const,
      source: None,
      target: shown(value, secret),
    })),
  ]
}

function summary({ target, variables }: PromotionPreview, sourceName: string): string {
  const { missing, different, onlyInTarget } = variables
  const name = target.environmentName
  if (missing.length + different.length + onlyInTarget.length === 0)
    return `${name} has every variable that ${sourceName} has. ${name} keeps its own values.`
  const parts = [
    missing.length > 0 && `${count(missing.length, 'variable')} of ${sourceName} missing in ${name}`,
    different.length > 0 && `${different.length} with another value`,
    onlyInTarget.length > 0 && `${onlyInTarget.length} only in ${name}`,
  ]
  return `${parts.filter(Boolean).join(', ')}. ${name} keeps its own values.`
}

function remark({ variables: { same, secretInBoth } }: PromotionPreview): string {
  const parts = [
    same > 0 && `${same} with the same value`,
    secretInBoth > 0 && `${count(secretInBoth, 'secret')} in both, whose values are not compared`,
  ].filter(Boolean)
  return parts.length > 0 ? `Also ${parts.join(', and ')}.` : ''
}
