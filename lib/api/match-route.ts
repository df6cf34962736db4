import { CONTRACT, type OperationName } from './contract'

interface Candidate {
  name: OperationName
  method: string
  segments: string[]
  literals: number
}

const CANDIDATES: Candidate[] = (Object.keys(CONTRACT) as OperationName[])
  .map(name => {
    const segments = CONTRACT[name].path.split('/').slice(1)
    return {
      name,
      method: CONTRACT[name].method,
      segments,
      literals: segments.filter(part => !part.startsWith('{')).length,
    }
  })
  // Named segments win over parameters: /projects/example is not a project.
  .sort((a, b) => b.literals - a.literals)

export type RouteMatch =
  | { kind: 'found'; name: OperationName; params: Record<string, string> }
  | { kind: 'wrong-method'; allow: string[] }
  | { kind: 'none' }

/** The operation for a method and the segments below /api/v1, still percent-encoded. */
export function matchRoute(method: string, segments: string[]): RouteMatch {
  const fitting = CANDIDATES.flatMap(candidate => {
    const params = paramsOf(candidate.segments, segments)
    return params ? [{ candidate, params }] : []
  })
  const found = fitting.find(({ candidate }) => candidate.method === method)
  if (found) return { kind: 'found', name: found.candidate.name, params: found.params }
  if (fitting.length === 0) return { kind: 'none' }
  return { kind: 'wrong-method', allow: [...new Set(fitting.map(({ candidate }) => candidate.method))] }
}

function paramsOf(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of pattern.entries()) {
    const given = decoded(segments[index] ?? '')
    if (given === null) return null
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name) params[name] = given
    else if (part !== given) return null
  }
  return params
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}
