import { describe, expect, it } from 'vitest'
import { classifyBuildFailure } from '@/lib/core/build/failure'
import outputs from './failures/outputs.json'

/** What failing builds really printed: recorded from BuildKit (Docker 20.10) with pip 23, uv 0.13, npm 10, pnpm 10, Yarn 1 and 4. */
describe('real outputs', () => {
  it.each<[keyof typeof outputs, string, string]>([
    ['pip-version', 'build.dependency-not-found', '"flask==99.1"'],
    ['pip-name', 'build.dependency-not-found', 'Python package "berth-no-such-package-for-tests"'],
    ['pip-network', 'build.network', 'could not reach'],
    ['npm-etarget', 'build.dependency-not-found', '"express@^99.0.0"'],
    ['npm-404', 'build.dependency-not-found', 'npm package "berth-no-such-package-for-tests'],
    ['npm-sync', 'build.lockfile-missing', 'package-lock.json'],
    ['npm-nolock', 'build.lockfile-missing', 'package-lock.json'],
    ['npm-network', 'build.network', 'could not reach'],
    ['uv-lock', 'build.lockfile-missing', 'uv.lock'],
    ['pnpm-lock', 'build.lockfile-missing', 'pnpm-lock.yaml'],
    ['yarn-lock', 'build.lockfile-missing', 'yarn.lock'],
    ['berry-lock', 'build.lockfile-missing', 'yarn.lock'],
    ['pipenv-lock', 'build.lockfile-missing', 'Pipfile.lock'],
    ['py-syntax', 'build.syntax-error', 'invalid syntax'],
    ['py-keyerror', 'build.command-failed', 'variable STRIPE_KEY'],
    ['node-syntax', 'build.syntax-error', "Unexpected token '='"],
    ['node-heap', 'build.out-of-memory', 'memory'],
    ['base-missing', 'build.network', '"berth-no-such-image"'],
    ['stage-missing', 'build.network', '"builder"'],
    ['parse', 'build.dockerfile-invalid', 'line 2'],
    ['parse-args', 'build.dockerfile-invalid', 'line 2'],
    ['copy-missing', 'build.context-invalid', '"dist"'],
    ['psycopg2', 'build.command-failed', 'psycopg2 has to be compiled'],
    ['command', 'build.command-failed', '"nosuchcommand"'],
    ['tsc', 'build.syntax-error', 'TS2322'],
  ])('%s', (name, code, words) => {
    const failure = classifyBuildFailure(outputs[name])
    expect(failure.code).toBe(code)
    expect(failure.sentence).toContain(words)
    expect(failure.fix.length).toBeGreaterThan(20)
  })
})

const failed = (lastLines: string[], error = '', exitCode?: number) =>
  classifyBuildFailure({ step: '[2/3] RUN x', exitCode, lastLines, error })

describe('messages of other engines and tools', () => {
  it.each<[string, string, string]>([
    ['write /app/x: no space left on device', '', 'build.disk-full'],
    ['npm error code ENOSPC', '', 'build.disk-full'],
    ['/bin/sh: 1: Cannot fork', '', 'build.too-many-processes'],
    ["/bin/sh: can't fork: Resource temporarily unavailable", '', 'build.too-many-processes'],
    ['bash: fork: retry: Resource temporarily unavailable', '', 'build.too-many-processes'],
    ["RuntimeError: can't start new thread", '', 'build.too-many-processes'],
    ['Error: spawn esbuild EAGAIN', '', 'build.too-many-processes'],
    [
      '',
      'docker.io/library/nosuch:1: pull access denied, repository does not exist or may require authorization',
      'build.base-image-not-found',
    ],
    [
      '',
      'failed to resolve source metadata for docker.io/library/python:9-slim: docker.io/library/python:9-slim: not found',
      'build.base-image-not-found',
    ],
    ['', 'dockerfile parse error on line 12: unknown instruction: FOO', 'build.dockerfile-invalid'],
    ['', 'failed to calculate checksum of ref abc::xyz: "/dist": not found', 'build.context-invalid'],
    [
      'SSLError(SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"))\nERROR: No matching distribution found for flask',
      '',
      'build.network',
    ],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', '', 'build.network'],
    ['E: Unable to locate package libnosuch', '', 'build.dependency-not-found'],
    ["error: command 'gcc' failed: No such file or directory", '', 'build.command-failed'],
    [
      'pyproject.toml changed significantly since poetry.lock was last generated. Run `poetry lock` to fix the lock file.',
      '',
      'build.lockfile-missing',
    ],
  ])('%s %s', (line, error, code) => {
    expect(failed(line.split('\n'), error).code).toBe(code)
  })

  it('takes an exit code of 137 for want of memory, wherever it stands', () => {
    expect(failed([], '', 137)).toMatchObject({
      code: 'build.out-of-memory',
      exitCode: 137,
      step: '[2/3] RUN x',
    })
    expect(failed([], 'process "/bin/sh -c x" did not complete successfully: exit code: 137').code).toBe(
      'build.out-of-memory',
    )
  })

  it('names the step when nothing is known', () => {
    expect(failed(['???'], '', 3)).toMatchObject({
      code: 'build.command-failed',
      sentence: 'The build step `[2/3] RUN x` failed with exit code 3.',
    })
  })
})

describe('hostile output', () => {
  it('is cleaned and cut before it gets into a sentence', () => {
    const { sentence } = failed([`SyntaxError: \u001b[31m<b>\u0007${'x'.repeat(5000)}`])
    expect(sentence.length).toBeLessThan(200)
    expect(sentence).not.toMatch(/\p{Cc}/u)
  })

  it('of a megabyte is read in time', () => {
    expect(failed(['E: '.repeat(400_000), '"'.repeat(100_000)]).code).toBe('build.command-failed')
  })

  it('cannot pose as a pattern', () => {
    expect(failed(["KeyError: 'A$1$&'", "KeyError: 'B_1'"]).sentence).toContain('variable B_1,')
  })
})
