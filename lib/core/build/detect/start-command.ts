export type Runtime = 'python' | 'node'

const RUNTIMES: Record<Runtime, RegExp> = {
  python:
    /^(python[0-9.]*|pip|gunicorn|uvicorn|hypercorn|daphne|waitress-serve|uwsgi|flask|fastapi|celery|uv|poetry|pipenv|alembic)$/,
  node: /^(node|nodejs|npm|npx|yarn|pnpm|next|nuxt|tsx|ts-node|bun)$/,
}

/** Which runtime a start command names, by the program it starts with. */
export function runtimeOf(command: string): Runtime | null {
  const program =
    command.split(/\s+/).find(word => word !== 'exec' && !/^[A-Za-z_][A-Za-z0-9_]*=/.test(word)) ?? ''
  const name = program.slice(program.lastIndexOf('/') + 1)
  if (RUNTIMES.python.test(name)) return 'python'
  return RUNTIMES.node.test(name) ? 'node' : null
}
