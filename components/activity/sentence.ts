/** What people do to their own account: no name follows. */
const OWN: Record<string, string> = {
  'user.create-first': 'became the first administrator',
  'user.change-password': 'changed their password',
  'session.create': 'signed in',
  'session.revoke': 'ended one of their sessions',
  'cleanup.start': 'started a cleanup of the server',
  'cleanup.update-policy': 'changed what cleanup keeps',
}

const PAST: Record<string, string> = {
  'deployment.create': 'started the deployment',
  'deployment.configure': 'deployed changed variables and settings by',
  'deployment.roll-back': 'rolled back with the deployment',
  'deployment.promote': 'promoted a release with the deployment',
  'deployment.approve': 'approved the deployment',
  'deployment.start': 'started the app with the deployment',
  'app-environment.update': 'changed settings of',
  'app-environment.restart': 'started again what had been stopped of',
  'instance.repair': 'started again a process of',
  'instance.halt': 'stopped a process that kept ending, of',
  'app.update': 'changed source or build settings of',
  'traffic.update': 'changed traffic settings of',
  'maintenance.start': 'started maintenance of',
  'maintenance.end': 'ended maintenance of',
  'domain.make-primary': 'made primary the domain',
  'webhook.rotate-secret': 'replaced the webhook secret of',
  'webhook.redeliver': 'delivered again a webhook of',
  'variables.update': 'changed variables of',
  'variables.reveal': 'looked at a variable of',
  'disk.alarm': 'saw the disk nearly full on',
  'disk.alarm-end': 'saw room on the disk again on',
  'setup-link.create': 'made a setup link for',
}

const VERBS: Record<string, string> = {
  create: 'created',
  delete: 'deleted',
  update: 'changed',
  rename: 'renamed',
  add: 'added',
  remove: 'removed',
  revoke: 'revoked',
  stop: 'stopped',
  start: 'started',
  cancel: 'cancelled',
  rotate: 'replaced the secret of',
}

/** What was done, in words: "created the app Shop". An unknown verb is shown as it is. */
export function sentence(verb: string): { text: string; namesEntity: boolean } {
  const own = OWN[verb]
  if (own) return { text: own, namesEntity: false }
  const [entity = verb, action = ''] = verb.split('.')
  const done = VERBS[action] ?? action.replaceAll('-', ' ')
  const text = PAST[verb] ?? (done ? `${done} the ${entity.replaceAll('-', ' ')}` : verb)
  return { text, namesEntity: true }
}

/** "repositoryUrl" → "repository url". */
const words = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()

const shown = (value: unknown) => String(value).replace(/^([0-9a-f]{7})[0-9a-f]{33}$/, '$1')

/** "name: old → new"-like facts of an entry as one line, commits in short; empty when there are none. */
export function detailText(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${words(name)}: ${Array.isArray(value) ? value.join(', ') : shown(value)}`)
    .join(' · ')
}
