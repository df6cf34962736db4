/** The engine takes the container but cannot start it, for a reason in the image or the configuration: no retry helps. */
export class StartRefused extends Error {
  override name = 'StartRefused'
  constructor(
    readonly code: string,
    sentence: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(sentence, options)
  }
}

/** The texts are those of runc and dockerd 20.10 to 28. */
const REASONS: { pattern: RegExp; code: string; sentence: (found: string) => string; fix: string }[] = [
  {
    pattern: /argument list too long/i,
    code: 'start.variables-too-big',
    sentence: () => 'The variables of the app are too big to start a process with.',
    fix: 'Linux allows 128 KB for one variable and about 2 MB for all. Keep big values in files or in the database.',
  },
  {
    pattern: /unable to find (?:user|group) ([^:\s]{1,64})|no matching entries in (?:passwd|group) file/i,
    code: 'start.user-missing',
    sentence: found =>
      `The image runs as the user ${found || 'named in its Dockerfile'}, who does not exist in it.`,
    fix: 'Create the user in the Dockerfile before the line `USER`, or use its number.',
  },
  {
    pattern: /exec: "([^"]{1,200})".*(?:no such file|not found)|exec ([^\s:]{1,200}): no such file/i,
    code: 'start.command-not-found',
    sentence: found => `The start command could not be run: ${found || 'its program'} is not in the image.`,
    fix: 'Check the start command. An image without a shell needs a command as a JSON list.',
  },
  {
    pattern: /exec: "([^"]{1,200})".*permission denied/i,
    code: 'start.not-executable',
    sentence: found => `The start command could not be run: ${found} is not executable.`,
    fix: 'Make the file executable (`git update-index --chmod=+x FILE`) and deploy again.',
  },
  {
    pattern: /no command specified/i,
    code: 'start.no-command',
    sentence: () => 'The image has no command and none is set for the app.',
    fix: 'Add `CMD` to the Dockerfile, or set the start command in the settings.',
  },
  {
    pattern: /invalid argument.*nul|nul byte|contains nul/i,
    code: 'start.variable-invalid',
    sentence: () => 'A variable of the app holds a NUL character, which no process can be given.',
    fix: 'Remove the character from the value. Binary values can be stored as base64.',
  },
  {
    pattern: /minimum memory limit allowed is (\w+)/i,
    code: 'start.memory-too-small',
    sentence: found => `The memory limit of the app is below ${found}, the least the engine allows.`,
    fix: 'Raise the memory limit in the settings.',
  },
]

/** The refusal in the engine's message, or null when the message is of another kind. */
export function startRefusal(message: string, options?: ErrorOptions): StartRefused | null {
  for (const { pattern, code, sentence, fix } of REASONS) {
    const match = pattern.exec(message)
    if (match) return new StartRefused(code, sentence(match[1] ?? match[2] ?? ''), fix, options)
  }
  return null
}
