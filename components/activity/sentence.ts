const PAST: Record<string, string> = {
  'user.create-first': 'became the first administrator:',
  'user.change-password': 'changed the password of',
  'session.create': 'signed in as',
  'deployment.create': 'started the deployment',
  'session.revoke': 'ended a session of',
  'app-environment.update': 'changed settings of',
  'app.update': 'changed source or build settings of',
  'domain.make-primary': 'made primary the domain',
  'webhook.rotate': 'replaced the webhook secret of',
  'webhook.redeliver': 'delivered again a webhook of',
  'variables.update': 'changed variables of',
  'variable.reveal': 'looked at the variable',
  'variables.reveal': 'looked at a variable of',
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

/** What was done, in words: "created the app". An unknown verb is shown as it is. */
export function sentence(verb: string): string {
  const known = PAST[verb]
  if (known) return known
  const [entity = verb, action = ''] = verb.split('.')
  const done = VERBS[action] ?? action.replaceAll('-', ' ')
  return done ? `${done} the ${entity.replaceAll('-', ' ')}` : verb
}

/** "repositoryUrl" → "repository url". */
const words = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()

/** "name: old → new"-like facts of an entry as one line; empty when there are none. */
export function detailText(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${words(name)}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join(' · ')
}
