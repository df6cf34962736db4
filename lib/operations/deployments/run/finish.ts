import type { Run, StepResult } from './run'

/** State 9: asks the app once through the proxy, as a visitor would, and ends the deployment. Old instances retire on their own. */
export async function finish({ ctx, row, log }: Run): Promise<StepResult> {
  const hostname = row.appEnvironment.domains[0]?.hostname
  if (!hostname) return { to: 'SUCCEEDED' }
  const answer = await ctx.probe.probe({
    host: '127.0.0.1',
    port: ctx.worker.proxyPort,
    path: row.release?.healthPath ?? '/',
    hostHeader: hostname,
    timeoutMs: 5000,
  })
  const url = `${ctx.settings.appScheme}://${hostname}${ctx.settings.appPortSuffix}`
  if (answer.kind === 'status') log.say('RETIRING', `${url} answers ${answer.status}. Live.`)
  else log.say('RETIRING', `${url} did not answer through the proxy (${answer.kind}). See \`berth doctor\`.`)
  return { to: 'SUCCEEDED' }
}
