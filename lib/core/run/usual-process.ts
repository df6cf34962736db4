const SINGLETON_TYPES = ['beat', 'scheduler', 'clock']
const CELERY_BEAT = /\bcelery\b.*\sbeat\b/s
const STOP_SECONDS = { web: 30, other: 60 }

/** null: the image's own command. A string runs through the container's `/bin/sh -c`. */
export type Command = string | string[] | null

/** Whether a process must not run twice when nobody says so: a scheduler would do everything twice. */
export function isUsuallySingleton(processType: string, command: Command): boolean {
  if (processType === 'web') return false
  const text = Array.isArray(command) ? command.join(' ') : (command ?? '')
  return SINGLETON_TYPES.includes(processType) || CELERY_BEAT.test(text)
}

/** Time a process gets from SIGTERM to SIGKILL when nobody says otherwise. */
export const usualStopSeconds = (processType: string): number =>
  processType === 'web' ? STOP_SECONDS.web : STOP_SECONDS.other
