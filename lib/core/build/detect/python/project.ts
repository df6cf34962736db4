import type { Evidence, PlanWarning } from '../problem'
import type { Dependencies } from './dependencies'

export type PythonManager = 'uv' | 'Poetry' | 'Pipenv' | 'pip'

/** A wish for a Python version, and the file it stands in. */
export interface VersionWish {
  file: string
  text: string
  syntax: 'exact' | 'pep440' | 'poetry'
}

/** What an app's manifests say: who installs what, and how. */
export interface PythonProject {
  manager: PythonManager
  /** Files copied before the source, so that dependencies stay cached. */
  manifests: string[]
  dependencies: Dependencies
  /** What installs the manager itself in the builder, e.g. `poetry==2.1.1`; null: nothing to install. */
  tool: string | null
  /** Installs the dependencies only. */
  install: string[]
  /** Installs the app's own package, once its source is there; null: not needed. */
  installSelf: string[] | null
  /** `install` reads the source itself, so the source is copied before it. */
  needsSource: boolean
  needsGit: boolean
  versions: VersionWish[]
  evidence: Evidence[]
  warnings: PlanWarning[]
}
