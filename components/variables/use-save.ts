'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { asApiError } from '@/components/feedback/use-operation'
import { type AppPlace, deploymentPath } from '@/components/shell/paths'
import { type ApiError, call } from '@/lib/api/client'
import type { Variable, VariableSet } from '@/lib/operations/variables/schema'
import { type Edits, NO_EDITS, requestOf } from './draft'
import type { DraftState } from './use-draft'

export interface Conflict {
  /** What is saved now. */
  theirs: VariableSet
  /** What was asked for: save, or save and deploy. */
  deploy: boolean
}

export interface Saving {
  pending: 'save' | 'deploy' | null
  error: ApiError | null
  conflict: Conflict | null
  save: (deploy: boolean, from?: { base: VariableSet; edits: Edits }) => Promise<void>
  leaveConflict: () => void
}

/** Saves the draft. `place`: where the deployment's page is; null for sets that cannot be deployed. */
export function useSave(draft: DraftState, place: AppPlace | null): Saving {
  const router = useRouter()
  const [pending, setPending] = useState<Saving['pending']>(null)
  const [error, setError] = useState<ApiError | null>(null)
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const save: Saving['save'] = async (deploy, { base, edits } = draft) => {
    setPending(deploy ? 'deploy' : 'save')
    setError(null)
    try {
      const { deployment, ...set } = await call('variables.update', {
        variableSetId: base.id,
        revision: base.revision,
        ...requestOf(edits),
        deploy,
      })
      setConflict(null)
      draft.replace(set, NO_EDITS)
      if (deployment && place) router.push(deploymentPath(place, deployment.number))
      else toast('Variables saved. They take effect with the next deployment.')
      router.refresh()
    } catch (thrown) {
      const failure = asApiError(thrown)
      const theirs = newerSet(failure, base.id)
      if (theirs) setConflict({ theirs, deploy })
      else setError(failure)
    } finally {
      setPending(null)
    }
  }
  return { pending, error, conflict, save, leaveConflict: () => setConflict(null) }
}

/** The set that the server has, when that is why it refused. */
function newerSet({ status, details }: ApiError, id: string): VariableSet | null {
  const { revision, variables } = details
  if (status !== 409 || typeof revision !== 'number' || !Array.isArray(variables)) return null
  return { id, revision, variables: variables.filter(isVariable) }
}

const isVariable = (thing: unknown): thing is Variable =>
  typeof thing === 'object' &&
  thing !== null &&
  'name' in thing &&
  typeof thing.name === 'string' &&
  'secret' in thing &&
  'value' in thing &&
  'updatedAt' in thing
