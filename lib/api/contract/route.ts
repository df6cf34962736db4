import type * as z from 'zod'

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

export interface RouteEntry<I, P, O> {
  method: Method
  /** Under /api/v1. `{name}` is taken from the input field of that name; the rest is the query (GET, DELETE) or the JSON body. */
  path: string
  summary: string
  /** Types only; never set. `parsed` is what the operation gets of `input`. */
  readonly types?: { input: I; parsed: P; output: O }
}

type Shape = { input: z.ZodType; output: z.ZodType }
/** An entry of the contract, with the types of a `schema.ts`. */
export const route = <S extends Shape>(
  method: Method,
  path: string,
  summary: string,
): RouteEntry<z.input<S['input']>, z.output<S['input']>, z.output<S['output']>> => ({ method, path, summary })
