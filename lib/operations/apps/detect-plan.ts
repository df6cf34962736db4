import type { App } from '@/lib/adapters/db/generated/client'
import { detect, filesToRead, moreFilesToRead } from '@/lib/core/build/detect'
import type { DetectOptions } from '@/lib/core/build/detect/options'
import { buildSettings, type Detection } from '@/lib/core/build/plan'
import type { GitPort } from '@/lib/ports/git'

type DetectFields = Pick<
  App,
  'id' | 'projectId' | 'rootDirectory' | 'builder' | 'dockerfilePath' | 'buildSettings'
>

/** How the app would be built at a commit that its mirror holds. Throws `GitProblem` when the root directory is missing. */
export async function detectPlan(git: GitPort, app: DetectFields, sha: string): Promise<Detection> {
  const tree = await git.tree(app.id, sha, app.rootDirectory)
  const paths = tree.map(entry => entry.path)
  const settings = buildSettings.parse(app.buildSettings)
  const options: DetectOptions = {
    builder: app.builder,
    dockerfilePath: app.dockerfilePath,
    settings,
    // Package caches are a project's own: what one build leaves in a cache, the next one trusts.
    cacheScope: app.projectId.replace('_', '-'),
  }
  const read = (wanted: string[]) => git.read(app.id, sha, app.rootDirectory, wanted)
  const texts = await read(filesToRead(paths, app.dockerfilePath, settings.composeFile))
  const more = moreFilesToRead({ paths, text: path => texts.get(path) }, options)
  const named = more.length > 0 ? await read(more) : texts
  return detect({ paths, text: path => texts.get(path) ?? named.get(path) }, options)
}
