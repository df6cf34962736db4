import { type EngineClient, EngineRefused, translated } from '@/lib/adapters/engine/client'
import { linesOf } from '@/lib/adapters/engine/lines'
import { imageReference } from '@/lib/core/run/image-reference'
import { pullRefusal } from '@/lib/core/run/pull-refused'
import type { DockerPort } from '@/lib/ports/docker'

interface PullLine {
  id?: string
  status?: string
  error?: string
}

/** Steps worth a line in the log; the engine tells every block that arrives. */
const TOLD = /^(Pulling from|Download complete|Already exists|Status:)/

/** Fetches an image by name and tag, or by digest; never by anything else, which could be every tag at once. */
export const pullImage: (
  engine: EngineClient,
  ...request: Parameters<DockerPort['pullImage']>
) => ReturnType<DockerPort['pullImage']> = async (engine, text, { signal, onProgress }) => {
  const reference = imageReference(text)
  if (!reference) return { ok: false, problem: pullRefusal(text, 'invalid reference') }
  const query = { fromImage: reference.repository, tag: reference.version }
  const failure = await follow(engine, query, signal, onProgress)
  return failure === null ? { ok: true } : { ok: false, problem: pullRefusal(text, failure) }
}

/** The engine's reason when it refuses, at once or on the way; null when the image is there. */
async function follow(
  engine: EngineClient,
  query: Record<string, string>,
  signal: AbortSignal,
  onProgress: (line: string) => void,
): Promise<string | null> {
  try {
    let failure: string | null = null
    const stream = await engine.stream({ method: 'POST', path: '/images/create', query, signal })
    for await (const line of linesOf(stream)) {
      if (line.trim() === '') continue
      const { id, status, error }: PullLine = JSON.parse(line)
      if (error) failure = error
      else if (status && TOLD.test(status)) onProgress(id ? `${id}: ${status}` : status)
    }
    return failure
  } catch (error) {
    const told = translated(error, signal)
    if (told instanceof EngineRefused) return told.message
    throw told
  }
}
