import { folderOf } from '../detect/source'

/** Trusts the server's extra certificate authority, where one is set, for the command that follows. */
const WITH_CA = [
  '#!/bin/sh',
  'if [ -f /run/secrets/berth_ca ]; then',
  '  cat /etc/ssl/certs/ca-certificates.crt /run/secrets/berth_ca > /tmp/berth-ca.pem 2> /dev/null',
  '  export NODE_EXTRA_CA_CERTS=/run/secrets/berth_ca SSL_CERT_FILE=/tmp/berth-ca.pem PIP_CERT=/tmp/berth-ca.pem',
  '  export REQUESTS_CA_BUNDLE=/tmp/berth-ca.pem CURL_CA_BUNDLE=/tmp/berth-ca.pem GIT_SSL_CAINFO=/tmp/berth-ca.pem',
  'fi',
  'exec "$@"',
]
export const CA_MOUNT = '--mount=type=secret,id=berth_ca'

const quote = (word: string) =>
  /^[A-Za-z0-9_./:=@,+%-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`

/** `RUN` of one program. Words with line breaks force the JSON form, which Docker passes on untouched. */
export function run(argv: string[], mounts: string[] = []): string {
  const command = argv.some(word => /[\r\n\\]/.test(word)) ? JSON.stringify(argv) : argv.map(quote).join(' ')
  return ['RUN', ...mounts, command].join(' ')
}

/** `RUN` of a package manager: with the extra certificate authority and a cache. */
export const runWithCa = (argv: string[], mounts: string[] = []) =>
  run(['with-ca', ...argv], [...mounts, CA_MOUNT])

/** A command the user typed; may be several lines. */
export const userCommand = (command: string) => ['/bin/sh', '-c', command]

/** A cache kept between builds; `scope` keeps projects from writing into each other's. */
export const cacheMount = (name: string, target: string, scope: string | undefined) =>
  `--mount=type=cache,id=berth-${scope ? `${scope}-` : ''}${name},target=${target}`

/** Writes a text file. (Here-documents need a newer Dockerfile frontend than Docker 20.10 brings.) */
export function writeFile(path: string, lines: string[], mode?: string): string {
  const texts = lines.map(line => `    '${line.replaceAll("'", `'\\''`)}' \\`)
  return ["RUN printf '%s\\n' \\", ...texts, `    > ${path}${mode ? ` && chmod ${mode} ${path}` : ''}`].join(
    '\n',
  )
}

export const installWithCa = () => writeFile('/usr/local/bin/with-ca', WITH_CA, '755')

/** One `COPY` per folder, so that the files keep their places. */
export function copyFiles(paths: string[]): string[] {
  const byFolder = new Map<string, string[]>()
  for (const path of paths) byFolder.set(folderOf(path), [...(byFolder.get(folderOf(path)) ?? []), path])
  return [...byFolder].map(([folder, files]) => `COPY ${files.join(' ')} ./${folder ? `${folder}/` : ''}`)
}

export const aptInstall = (packages: string[]) =>
  `RUN apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')} \\\n    && rm -rf /var/lib/apt/lists/*`

/** Values are written by us: letters, digits and `/ : . * $ -` only. */
export const env = (values: Record<string, string>) =>
  `ENV ${Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(' \\\n    ')}`

export const command = (text: string) => `CMD ${JSON.stringify(['/bin/sh', '-c', text])}`

/** Joins stages (lists of instructions) with a blank line between them. */
export const dockerfileText = (stages: string[][]) =>
  `${['# Made by Berth from what the repository holds.', ...stages.map(stage => stage.join('\n'))].join('\n\n')}\n`
