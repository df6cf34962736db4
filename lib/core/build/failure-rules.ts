import type { BuildFailure } from './failure'

/** A sign in what a failed build printed, and what it means. `$1` stands for the first group of the pattern. */
export interface FailureRule {
  code: BuildFailure['code']
  pattern: RegExp
  sentence: string
  fix: string
}

const updateLock = (file: string, command: string) => ({
  code: 'build.lockfile-missing' as const,
  sentence: `The lock file ${file} does not fit the dependencies that the app names.`,
  fix: `Run \`${command}\`, commit ${file} and push again.`,
})

const notFound = (what: string) => ({
  code: 'build.dependency-not-found' as const,
  sentence: `${what} "$1" does not exist in the package registry in the version asked for.`,
  fix: 'Check the name and the version, update the lock file and push again.',
})

const SYNTAX_FIX = 'Correct it where the log says, try it on your machine and push again.'

/** Tried from the top: what explains the most comes first (no network also makes packages look missing). */
export const FAILURE_RULES: FailureRule[] = [
  {
    code: 'build.disk-full',
    pattern: /no space left on device|ENOSPC|disk quota exceeded/i,
    sentence: "The server's disk is full.",
    fix: 'Free some space on the server or enlarge the disk, then deploy again.',
  },
  {
    code: 'build.too-many-processes',
    pattern:
      /can(?:'t|not) fork|fork: (?:retry: )?Resource temporarily unavailable|can't start new thread|spawn \S+ EAGAIN|pthread_create.*(?:failed|EAGAIN)/i,
    sentence: 'The build started more processes than all builds together may have.',
    fix: 'Let it run fewer steps at the same time, for example with `make -j4` instead of `make -j`.',
  },
  {
    code: 'build.out-of-memory',
    pattern:
      /JavaScript heap out of memory|Cannot allocate memory|ENOMEM|^MemoryError\b|std::bad_alloc|signal: killed|^Killed$/m,
    sentence: 'The build needed more memory than it may have.',
    fix: 'Give builds more memory (BERTH_BUILD_MEMORY_MB), or make the build need less, for example with fewer parallel steps.',
  },
  {
    code: 'build.dockerfile-invalid',
    pattern: /dockerfile parse error (?:on )?line (\d+)/i,
    sentence: 'The Dockerfile has a mistake at line $1.',
    fix: 'Correct the line; the log says what is wrong with it.',
  },
  {
    code: 'build.dockerfile-invalid',
    pattern:
      /failed to parse (?:stage name|platform|dockerfile)|no build stage in current context|file with no instructions|Dockerfile cannot be empty|dockerfile parse error/i,
    sentence: 'The Dockerfile cannot be read.',
    fix: 'Correct it where the log says and push again.',
  },
  {
    code: 'build.base-image-not-found',
    pattern: /(\S{1,200}): pull access denied|pull access denied for (\S{1,200}?),|pull access denied/i,
    sentence: 'The base image $1 does not exist, or it is private.',
    fix: 'Check the name in the FROM line. If COPY --from names a stage, check that the stage exists.',
  },
  {
    code: 'build.base-image-not-found',
    pattern: /manifest for (\S+) not found|(?:^|[\s"])(\S{1,200}:\S{1,100}): not found|manifest unknown/i,
    sentence: 'The base image does not exist in the version asked for.',
    fix: 'Check the image and its tag in the FROM line, or choose another language version.',
  },
  {
    code: 'build.network',
    pattern: /failed to do request: Head "https?:\/\/[^/]+\/v2\/(?:library\/)?(\S+?)\/manifests/i,
    sentence:
      'The registry of the base image "$1" cannot be reached from this server, and the image is not on it yet.',
    fix: 'Check the name in the FROM line and the network of the server, then deploy again.',
  },
  {
    code: 'build.network',
    pattern:
      /CERTIFICATE_VERIFY_FAILED|self[- ]signed certificate|unable to get (?:local )?issuer certificate|SELF_SIGNED_CERT|invalid peer certificate|UNABLE_TO_VERIFY_LEAF/i,
    sentence: 'The build could not trust the certificate of a server it downloads from.',
    fix: 'When your network inspects TLS, set BERTH_EXTRA_CA to its certificate authority and restart Berth.',
  },
  {
    code: 'build.network',
    pattern:
      /Temporary failure in name resolution|NewConnectionError|EAI_AGAIN|ENOTFOUND|Could not resolve host|ECONNRESET|ETIMEDOUT|ECONNREFUSED|connect: connection refused|Connection timed out|Network is unreachable|dns error|no such host|i\/o timeout|Max retries exceeded|ReadTimeoutError/i,
    sentence: 'The build could not reach a server it downloads from.',
    fix: "Check the server's network and name resolution, then deploy again.",
  },
  {
    code: 'build.context-invalid',
    pattern:
      /failed to (?:compute cache key|calculate checksum)[^"]*"\/?([^"]*)"[^"]*not found|^"\/?([^"]*)" not found: not found/im,
    sentence:
      'The Dockerfile copies "$1", which is not in the repository at this commit, or .dockerignore leaves it out.',
    fix: 'Commit the file, or correct the COPY line or .dockerignore.',
  },
  {
    ...updateLock('package-lock.json', 'npm install'),
    pattern: /from lock file|in sync\. Please update your lock file|later to generate a package-lock\.json/,
  },
  {
    ...updateLock('pnpm-lock.yaml', 'pnpm install'),
    pattern: /ERR_PNPM_(?:OUTDATED_LOCKFILE|NO_LOCKFILE|LOCKFILE)/,
  },
  { ...updateLock('yarn.lock', 'yarn install'), pattern: /Your lockfile needs to be updated|YN0028/ },
  {
    ...updateLock('uv.lock', 'uv lock'),
    pattern: /lockfile at `uv\.lock` needs to be updated|Unable to find lockfile at `uv\.lock`/,
  },
  {
    ...updateLock('poetry.lock', 'poetry lock'),
    pattern: /pyproject\.toml changed significantly since poetry\.lock|poetry\.lock is not up to date/,
  },
  {
    ...updateLock('Pipfile.lock', 'pipenv lock'),
    pattern: /Pipfile\.lock \([^)]*\)[^.]*out of date|DeployException|ERROR:: Aborting deploy/,
  },
  { ...notFound('The Python package'), pattern: /No matching distribution found for ([^\s(]+)/ },
  {
    ...notFound('The Python package'),
    pattern:
      /Because (\S+) was not found in the package registry|there (?:is|are) no versions? of (?:[^\s]+)/,
  },
  { ...notFound('The npm package'), pattern: /No matching version found for (\S+?)\.?(?:\s|$)/ },
  { ...notFound('The npm package'), pattern: /npm error 404\s+'([^']+)' is not in this registry/ },
  {
    ...notFound('The npm package'),
    pattern: /ERR_PNPM_(?:FETCH_404|NO_MATCHING_VERSION)[^\n]*?([@\w/.-]+@[^\s:]+|https?:\S+)/,
  },
  { ...notFound('The npm package'), pattern: /Couldn't find (?:any versions for |package )"([^"]+)"/ },
  { ...notFound('The Debian package'), pattern: /E: Unable to locate package (\S+)/ },
  {
    code: 'build.command-failed',
    pattern: /pg_config executable not found|--pg-config/,
    sentence: 'psycopg2 has to be compiled, and the PostgreSQL library is not in the image.',
    fix: 'Replace psycopg2 with psycopg2-binary, or install libpq-dev and gcc in your Dockerfile.',
  },
  {
    code: 'build.command-failed',
    pattern:
      /(?:command|unable to execute) '(?:[\w-]*gcc|cc|g\+\+)'|error: command '\S*gcc' failed|fatal error: (\S+): No such file/,
    sentence: 'A package has to be compiled, and the compiler or a library for it is not in the image.',
    fix: 'Choose a version with ready-made wheels, or add a Dockerfile that installs what it needs.',
  },
  {
    code: 'build.command-failed',
    pattern:
      /KeyError: '([A-Z][A-Z0-9_]*)'|Set the ([A-Z][A-Z0-9_]*) environment variable|^(?:decouple\.UndefinedValueError: )([A-Z][A-Z0-9_]*) not found/m,
    sentence: 'A step of the build needs the variable $1, which is not there while building.',
    fix: 'Give the variable a default in the code: variables of an environment are set when the app runs, not when it is built.',
  },
  {
    code: 'build.syntax-error',
    pattern: /^\s*(?:SyntaxError|IndentationError|TabError): ([^\n]+)/m,
    sentence: 'The code has a syntax error: $1.',
    fix: SYNTAX_FIX,
  },
  {
    code: 'build.syntax-error',
    pattern: /error (TS\d+): /,
    sentence: 'The TypeScript compiler found a mistake ($1).',
    fix: SYNTAX_FIX,
  },
  {
    code: 'build.syntax-error',
    pattern:
      /Failed to compile|PARSE_ERROR|Transform failed with \d+ error|Unexpected token|Parsing error|Module not found: |Could not resolve "|Rollup failed to resolve/i,
    sentence: 'The code could not be compiled.',
    fix: SYNTAX_FIX,
  },
  {
    code: 'build.command-failed',
    pattern: /(?:^|\s)([\w./@-]+): (?:command )?not found$/m,
    sentence: 'The command "$1" is not in the image.',
    fix: 'Add the package it comes from to the dependencies, or correct the command.',
  },
]
