import { WrongArguments } from './arguments'
import { COMMANDS, type Command, isCommand, printHelp } from './commands'

/** A timer or connection that a command has forgotten must not keep it from ending. */
const LEFTOVER_GRACE_MS = 2000

async function main([name = 'help', ...argv]: string[]): Promise<number> {
  if (name === 'help' || name === '--help' || name === '-h') return printHelp()
  if (name === '--version') return printVersion()
  if (!isCommand(name)) throw new WrongArguments(`There is no command ${JSON.stringify(name)}.`)
  const command: Command = await COMMANDS[name]()
  if (command.usage && (argv.includes('--help') || argv.includes('-h'))) {
    console.log(`${command.usage}\n\nWhat it does: ${command.summary}`)
    return 0
  }
  return command.run(argv)
}

async function printVersion(): Promise<number> {
  const { default: manifest } = await import('../package.json')
  console.log(manifest.version)
  return 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const message = error instanceof Error ? error.message : String(error)
  const isWrongUse = error instanceof WrongArguments
  console.error(isWrongUse ? `${message}\nSee: berth help` : message)
  process.exitCode = isWrongUse ? 2 : 1
}
setTimeout(() => process.exit(), LEFTOVER_GRACE_MS).unref()
