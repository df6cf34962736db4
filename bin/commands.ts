export interface Command {
  /** Returns the exit code. */
  run(argv: string[]): Promise<number>
  /** What it does and how it is called; those for Berth's own use have neither. */
  summary?: string
  usage?: string
}

/** Every command of `berth`, loaded when asked for. */
export const COMMANDS = {
  up: () => import('./commands/up'),
  down: () => import('./commands/down'),
  status: () => import('./commands/status'),
  doctor: () => import('./commands/doctor'),
  demo: () => import('./commands/demo'),
  'setup-link': () => import('./commands/setup-link'),
  migrate: () => import('./commands/migrate'),
  proxy: () => import('./commands/proxy'),
  'worker-alive': () => import('./commands/worker-alive'),
  supervise: () => import('./commands/supervise'),
  'is-running': () => import('./commands/is-running'),
} satisfies Record<string, () => Promise<Command>>

export const isCommand = (name: string): name is keyof typeof COMMANDS => Object.hasOwn(COMMANDS, name)

export async function printHelp(): Promise<number> {
  console.log('berth: a control panel that deploys your apps on this server\n')
  for (const [name, load] of Object.entries(COMMANDS)) {
    const command: Command = await load()
    if (command.summary) console.log(`  berth ${name.padEnd(12)}${command.summary}`)
  }
  console.log(`  berth ${'build'.padEnd(12)}build Berth from its sources, without starting it`)
  console.log('\nOptions of a command: berth COMMAND --help')
  return 0
}
