import type { Evidence } from '../problem'
import { depthOf, folderOf, isPlainPath, nameOf, type Source } from '../source'
import type { Dependencies } from './dependencies'
import type { DjangoProject } from './django'
import type { AppModule } from './modules'

export interface ReleaseProposal {
  command: string
  evidence: Evidence
}

/** The command that brings the database up to date before traffic moves: Django, Flask-Migrate or Alembic; null: none found. */
export function proposeRelease(
  source: Source,
  dependencies: Dependencies,
  django: DjangoProject | null,
  app: AppModule | null,
): ReleaseProposal | null {
  if (django) return djangoMigrate(django)
  if (dependencies.has('flask-migrate') && app && source.has('migrations/env.py')) {
    const target = `${app.module}:${app.name}`
    return {
      command: `flask --app ${target} db upgrade`,
      evidence: { file: 'migrations/env.py', says: 'database migrations of Flask-Migrate' },
    }
  }
  return dependencies.has('alembic') ? alembicUpgrade(source) : null
}

const djangoMigrate = ({ hasDatabase, evidence: [manage] }: DjangoProject): ReleaseProposal | null =>
  hasDatabase && manage
    ? {
        command: 'python manage.py migrate --noinput',
        evidence: { file: manage.file, says: 'database migrations of Django' },
      }
    : null

function alembicUpgrade(source: Source): ReleaseProposal | null {
  const file = source.paths
    .filter(path => nameOf(path) === 'alembic.ini' && depthOf(path) <= 2 && isPlainPath(path))
    .sort((a, b) => depthOf(a) - depthOf(b))[0]
  if (!file) return null
  const folder = folderOf(file)
  return {
    command: folder ? `cd ${folder} && alembic upgrade head` : 'alembic upgrade head',
    evidence: { file, says: 'database migrations of Alembic' },
  }
}
