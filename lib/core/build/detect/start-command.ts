const SHELL_WORDS = new Set(
  '. : [ [[ ! { ( alias case cd command eval exec exit export for function if local read return set shift source test time trap ulimit umask unset until while'.split(
    ' ',
  ),
)

/**
 * Puts `exec` before a simple command, so that the process itself, not a shell around it, receives SIGTERM.
 * Commands with several parts, assignments or shell words are left as they are.
 */
export function withExec(command: string): string {
  const first = /^[A-Za-z0-9_./-]+(?=\s|$)/.exec(command)?.[0]
  if (!first || SHELL_WORDS.has(first) || /[;&|\n`]/.test(command)) return command
  return `exec ${command}`
}

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
