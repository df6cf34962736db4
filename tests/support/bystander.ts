import { webApp } from './apps'
import { createApp, deploy, hostOf } from './deploying'
import { createRepository } from './git-server'
import { type Panel, visit } from './panel'

const EVERY_MS = 150
const PATIENCE_MS = 20_000

/** An app that has nothing to do with what a suite tries, asked all the time: it must never fail to answer. */
export interface Bystander {
  host: string
  /** What went wrong so far, and how often it answered well. */
  seen(): { failures: string[]; answers: number }
  /** Asks no more. */
  stop(): Promise<void>
}

/** Deploys the app and starts asking it. */
export async function startBystander(panel: Panel): Promise<Bystander> {
  const repository = await createRepository({ files: webApp({ version: 'bystander' }) })
  const { production } = await createApp(panel, { repositoryUrl: repository.url, name: 'bystander' })
  await deploy(panel, production)
  const host = await hostOf(panel, production)
  const failures: string[] = []
  let answers = 0
  let stopped = false
  const asking = (async () => {
    while (!stopped) {
      const problem = await ask(panel, host)
      if (problem) failures.push(problem)
      else answers += 1
      await new Promise(resolve => setTimeout(resolve, EVERY_MS))
    }
  })()
  return {
    host,
    seen: () => ({ failures: [...failures], answers }),
    async stop() {
      stopped = true
      await asking
      await repository.close()
    },
  }
}

/** What was wrong with the answer; null when it was good. */
async function ask(panel: Panel, host: string): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<string>(resolve => {
    timer = setTimeout(() => resolve('no answer'), PATIENCE_MS)
  })
  const answer = visit(panel, host).then(
    ({ status, body }) => (status === 200 && body === 'bystander' ? null : `${status} ${body}`),
    (error: Error) => error.message,
  )
  try {
    return await Promise.race([answer, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
