import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { quotable } from '@/lib/core/git/classify'
import { GitProblem } from '@/lib/core/git/problem'
import { run } from '../process/run'
import { type GitAdapterOptions, hygienicEnvironment } from './options'

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Berth',
  GIT_AUTHOR_EMAIL: 'berth@localhost',
  GIT_COMMITTER_NAME: 'Berth',
  GIT_COMMITTER_EMAIL: 'berth@localhost',
}

/** The path of a bundled example's bare repository, made at its first use; people may push to it. */
export async function ensureExample(options: GitAdapterOptions, name: string): Promise<string> {
  const repository = path.join(options.exampleDir, `${name}.git`)
  if (await exists(path.join(repository, 'HEAD'))) return repository
  const source = path.join(options.examplesDir, name)
  if (!(await exists(source))) {
    throw new GitProblem('git.not-found', `There is no example named ${name}.`, 'Choose another repository.')
  }
  await mkdir(options.exampleDir, { recursive: true })
  const draft = await mkdtemp(path.join(options.exampleDir, `.${name}-`))
  try {
    await commitFolder(draft, source, name)
    await rename(draft, repository)
  } catch (error) {
    // Someone else made it in the same moment: theirs is as good.
    if (!(await exists(path.join(repository, 'HEAD')))) throw error
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return repository
}

async function commitFolder(repository: string, source: string, name: string): Promise<void> {
  const git = async (...argv: string[]) => {
    const env = { ...hygienicEnvironment(repository), ...IDENTITY }
    const { exitCode, stderr } = await run('git', argv, { cwd: source, env, timeoutMs: 60_000 })
    if (exitCode !== 0) throw new Error(`The example could not be made: ${quotable(stderr, [])}`)
  }
  const within = [`--git-dir=${repository}`, `--work-tree=${source}`]
  await git('init', '--quiet', '--bare', '--template=', '--initial-branch=main', repository)
  await git(...within, 'add', '--all', '.')
  await git(...within, 'commit', '--quiet', '--no-verify', `--message=Start the ${name} example`)
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
