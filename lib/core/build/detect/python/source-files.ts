import { depthOf, nameOf } from '../source'

const MAX_FILES = 250
const MAX_DEPTH = 4
const SKIPPED =
  /(^|\/)(tests?|testing|docs?|examples?|samples?|scripts|tools|benchmarks?|migrations|versions|node_modules|site-packages|__pycache__|env|venv|virtualenv|build|dist|\.[^/]*)\//
const LIKELY =
  /^(manage|wsgi|asgi|main|app|application|server|api|run|celery|celery_app|worker|tasks|settings|base|production|prod|config|__init__)\.py$/

/** Python sources worth reading, the likely ones first; at most 250. */
export function pythonFiles(paths: readonly string[]): string[] {
  return paths
    .filter(path => path.endsWith('.py') && depthOf(path) <= MAX_DEPTH && !SKIPPED.test(path))
    .filter(path => !/^(test_.*|.*_test|conftest|setup)\.py$/.test(nameOf(path)))
    .map(path => ({ path, rank: (LIKELY.test(nameOf(path)) ? 0 : 10) + depthOf(path) }))
    .sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1))
    .slice(0, MAX_FILES)
    .map(one => one.path)
}
