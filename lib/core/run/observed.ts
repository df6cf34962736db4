/** What the engine says of a container that should run. `missing`: there is none. */
export const OBSERVED = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
  'missing',
] as const
export type Observed = (typeof OBSERVED)[number]

/** How a container that should run is found; a word that is not known is taken for its end. */
export const observedOf = (status: string | undefined): Observed =>
  status === undefined ? 'missing' : (OBSERVED.find(known => known === status) ?? 'dead')

/** Whether somebody has to start it: the engine itself does so for `restarting`, and a pause is somebody's wish. */
export const needsStart = (observed: Observed) =>
  observed === 'missing' || observed === 'exited' || observed === 'dead' || observed === 'created'

const HAPPENED: Partial<Record<Observed, string>> = {
  missing: 'was gone',
  exited: 'was stopped',
  dead: 'was broken',
  created: 'was not started',
}

/** "web.1 was gone; started again", for the activity. */
export const repairSentence = (instance: string, observed: Observed) =>
  `${instance} ${HAPPENED[observed] ?? 'was not up'}; started again`

/** The next attempt to start what could not be started: 2 s later, then ever later, at most a minute. */
export const repairPauseMs = (exits: number) => Math.min(60_000, 1000 * 2 ** Math.min(6, Math.max(1, exits)))
