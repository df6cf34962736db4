import { existsSync } from 'node:fs'
import { commandName } from '../command-name'
import { type Environment, readEnvironment } from '../installation/environment'
import { findDataDir, type Places, placesIn } from '../installation/places'
import { readSettings, type Settings } from '../installation/settings'
import { findUsers, type SystemUsers } from '../machine/users'
import { isAlive } from '../supervisor/process-identity'
import { readState, type State } from '../supervisor/state'

/** The installation that is looked at. What cannot be read is null, and a finding of its own. */
export interface Patient {
  places: Places
  isRoot: boolean
  users: SystemUsers | null
  settings: Settings | null
  /** What the worker was last started with. */
  environment: Environment | null
  state: State | null
  /** Whether a supervisor keeps the panel running now. */
  isRunning: boolean
  /** A command of ours for this data directory, as the operator would type it. */
  command(name: string): string
  /** Files that are there and could not be read, with the reason. */
  unreadable: string[]
}

export async function readPatient(dataDir: string): Promise<Patient> {
  const places = placesIn(dataDir)
  const unreadable: string[] = []
  const orNull = async <T>(reading: Promise<T>): Promise<T | null> => {
    try {
      return await reading
    } catch (error) {
      unreadable.push(error instanceof Error ? error.message : String(error))
      return null
    }
  }
  const state = await orNull(readState(places))
  const place = dataDir === findDataDir(undefined) ? '' : ` --data-dir ${dataDir}`
  return {
    places,
    isRoot: process.getuid?.() === 0,
    users: await findUsers(),
    settings: await orNull(readSettings(places)),
    // Before the first start there is none.
    environment: existsSync(places.environment) ? await orNull(readEnvironment(places)) : null,
    state,
    isRunning: state !== null && isAlive(state.supervisor),
    command: name => `${commandName()} ${name}${place}`,
    unreadable,
  }
}
