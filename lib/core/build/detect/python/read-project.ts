import { PlanProblem, type PlanWarning } from '../problem'
import type { Source } from '../source'
import { hasTable, parseToml, stringsAt, type TomlTable, tableAt } from '../toml'
import { collectDependencies } from './dependencies'
import {
  declaresCommands,
  pipenvProject,
  poetryProject,
  projectDependencies,
  requiresPython,
  uvProject,
} from './lock-projects'
import { pipProject, requirementsFile } from './pip-project'
import type { PythonProject } from './project'

/** Reads the app's Python manifests; null when there is none. Lock files come before plain lists. */
export function readPythonProject(source: Source): PythonProject | null {
  const pyprojectText = source.text('pyproject.toml')
  const pyproject = pyprojectText === undefined ? null : parseToml('pyproject.toml', pyprojectText)
  const uvLock = source.text('uv.lock')
  if (pyproject && uvLock !== undefined) return uvProject(source, pyproject, uvLock)
  const poetryLock = source.text('poetry.lock')
  if (pyproject && poetryLock !== undefined) return poetryProject(pyproject, poetryLock)
  if (source.has('Pipfile.lock')) return pipenvProject(source)
  const requirements = requirementsFile(source)
  if (requirements) return pipProject(source, requirements)
  if (source.has('Pipfile')) return pipenvProject(source)
  return pyproject ? pyprojectOnly(source, pyproject) : setupScript(source)
}

function pyprojectOnly(source: Source, pyproject: TomlTable): PythonProject | null {
  if (hasTable(tableAt(pyproject, 'tool'), 'poetry')) throw missingPoetryLock()
  if (!hasTable(pyproject, 'project')) return setupScript(source)
  const listed = stringsAt(tableAt(pyproject, 'project'), 'dependencies')
  const dynamic = stringsAt(tableAt(pyproject, 'project'), 'dynamic').includes('dependencies')
  const needsSource = dynamic || listed.some(one => /@\s*file:/.test(one) || /^[^A-Za-z0-9]/.test(one.trim()))
  return {
    ...pipBase,
    dependencies: collectDependencies(projectDependencies(pyproject)),
    install: needsSource ? ['pip', 'install', '.'] : listed.length > 0 ? ['pip', 'install', ...listed] : [],
    installSelf: !needsSource && declaresCommands(pyproject) ? ['pip', 'install', '--no-deps', '.'] : null,
    needsSource,
    needsGit: listed.some(one => one.includes('git+')),
    versions: requiresPython(pyproject),
    evidence: [{ file: 'pyproject.toml', says: 'Python dependencies, installed with pip' }],
    warnings: [source.has('pdm.lock') ? pdmUnused : notLocked('pyproject.toml')],
  }
}

/** setup.py or setup.cfg alone: the package itself names its dependencies. */
function setupScript(source: Source): PythonProject | null {
  const file = ['setup.py', 'setup.cfg'].find(path => source.has(path))
  if (!file) return null
  return {
    ...pipBase,
    dependencies: collectDependencies([]),
    install: ['pip', 'install', '.'],
    installSelf: null,
    needsSource: true,
    needsGit: false,
    versions: [],
    evidence: [{ file, says: 'a Python package, installed with pip' }],
    warnings: [notLocked(file)],
  }
}

const pipBase = { manager: 'pip', manifests: [], tool: null } satisfies Partial<PythonProject>

const notLocked = (file: string): PlanWarning => ({
  code: 'unpinned-dependencies',
  sentence: `No lock file goes with ${file}: the next build may install other versions.`,
  fix: 'Add one, for example with `uv lock`, and commit it.',
})

const pdmUnused: PlanWarning = {
  code: 'lock-file-unused',
  sentence: 'pdm.lock is not read; the packages are installed with pip as pyproject.toml lists them.',
  fix: 'Add a uv.lock (`uv lock`) or a requirements.txt (`pdm export -o requirements.txt`) to have exact versions.',
}

const missingPoetryLock = () =>
  new PlanProblem(
    'build.lockfile-missing',
    'pyproject.toml is written for Poetry, but there is no poetry.lock, so it is not known which versions to install.',
    'Run `poetry lock`, commit poetry.lock and push again.',
  )
