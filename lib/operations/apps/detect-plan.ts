import type { App } from '@/lib/adapters/db/generated/client'
import { detect, filesToRead } from '@/lib/core/build/detect'
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
  const texts = await git.read(app.id, sha, app.rootDirectory, filesToRead(paths, app.dockerfilePath))
  return detect(
    { paths, text: path => texts.get(path) },
    {
      builder: app.builder,
      dockerfilePath: app.dockerfilePath,
      settings: buildSettings.parse(app.buildSettings),
      // Package caches are a project's own: what one build leaves in a cache, the next one trusts.
      cacheScope: app.projectId.replace('_', '-'),
    },
  )
}
