import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dockerfile, webApp } from '../../support/apps'
import { type Bystander, startBystander } from '../../support/bystander'
import { createApp, deploy, hostOf } from '../../support/deploying'
import type { FileContent } from '../../support/git-repository'
import { createRepository } from '../../support/git-server'
import { inspect, notesOf } from '../../support/looking'
import { type Panel, startPanel, visit } from '../../support/panel'

let panel: Panel
let bystander: Bystander
beforeAll(async () => {
  panel = await startPanel()
  bystander = await startBystander(panel)
})
afterAll(async () => {
  await bystander?.stop()
  await panel?.stop()
})

/** Image with the whole repository; the build fails where `check` does. */
const wholeRepository = (check: string) =>
  dockerfile(['COPY . .', `RUN ${check}`, 'CMD ["node", "server.js"]'])

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab12'.repeat(16)}\nsize 12345\n`
const LONG_NAME = `${'n'.repeat(245)}.txt`

interface Oddity {
  title: string
  files: Record<string, FileContent>
  /** What the log of the deployment says; null: nothing about it. */
  says: RegExp | null
}

const ODDITIES: Oddity[] = [
  {
    title: 'a submodule',
    files: {
      '.gitmodules':
        '[submodule "lib"]\n  path = vendor/lib\n  url = https://git.nowhere.invalid/lib.git\n[submodule "evil"]\n  path = x\n  url = ext::sh -c id\n',
      'vendor/lib': { submodule: '1234567890123456789012345678901234567890' },
      ...wholeRepository('test -z "$(ls -A vendor/lib)"'),
    },
    says: /Submodules are not fetched.*vendor\/lib.*Copy their files/,
  },
  {
    title: 'a Git LFS pointer',
    files: {
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      'model.bin': POINTER,
      ...wholeRepository('grep -q "oid sha256:ab12" model.bin'),
    },
    says: /Git LFS files are not fetched.*model\.bin/,
  },
  {
    title: 'symbolic links that leave the repository',
    files: {
      passwd: { symlink: '/etc/passwd' },
      above: { symlink: '../../../../etc/shadow' },
      'deep/er/hop': { symlink: '../../above' },
      'folder/up': { symlink: '..' },
      through: { symlink: 'folder/up/../outside' },
      loop: { symlink: 'loop' },
      inside: { symlink: 'server.js' },
      ...wholeRepository(
        'for link in passwd above deep/er/hop through loop; do test ! -L $link || exit 9; done; test -L inside && test -f inside',
      ),
    },
    says: /Symbolic links that lead out of the root directory are left out: .*passwd/,
  },
  {
    title: 'file names for a shell to stumble over',
    files: {
      '$(touch pwned)': '1',
      '`id`.txt': '1',
      '-rf': '1',
      '; rm -rf *': '1',
      'new\nline': '1',
      '"quoted" \'name\'': '1',
      '🦄/שלום/名前.txt': '1',
      [LONG_NAME]: '1',
      ...wholeRepository('test ! -e pwned && test -e ./-rf && test "$(find . -type f | wc -l)" -ge 9'),
    },
    says: null,
  },
  {
    title: 'a .dockerignore of hostile lines',
    files: {
      '.dockerignore': `../..\n/\n!../../etc/passwd\n${'*'.repeat(200)}a\n${'a*'.repeat(60)}\n\\\n[\n!server.js\n`,
      ...dockerfile(['COPY server.js .', 'CMD ["node", "server.js"]']),
    },
    says: null,
  },
]

describe.concurrent('odd contents are deployed, and what is left out is said', () => {
  test.each(ODDITIES)('$title', async ({ files, says }) => {
    const repository = await createRepository({ files: { ...webApp({ version: 'odd' }), ...files } })
    try {
      const { production } = await createApp(panel, { repositoryUrl: repository.url })
      const { id } = await deploy(panel, production)
      expect((await visit(panel, await hostOf(panel, production))).body).toBe('odd')
      if (says) expect(await notesOf(panel, id)).toMatch(says)
    } finally {
      await repository.close()
    }
  })
})

const OUTSIDE = /not inside the app's root directory|must not leave|inside the repository/

describe.concurrent('a Dockerfile outside the root directory', () => {
  test.each(['../Dockerfile', 'sub/../../Dockerfile', '..\\Dockerfile', 'a/./../../x', '--help'])(
    'the path %j is refused when it is saved',
    async dockerfilePath => {
      const repository = await createRepository({ files: webApp({ version: 'x' }) })
      try {
        const { app } = await createApp(panel, { repositoryUrl: repository.url, rootDirectory: 'web' })
        const refusal = await panel.refusal('apps.update', { appId: app.id, dockerfilePath })
        expect(refusal.status).toBe(400)
        expect(refusal.message).toMatch(OUTSIDE)
        expect(refusal.fix).toBeTruthy()
        expect((await panel.call('apps.get', { appId: app.id })).dockerfilePath).toBe('Dockerfile')
      } finally {
        await repository.close()
      }
    },
  )

  test.each(['../web', '/..', 'a/../..', '.git/..'])(
    'the root directory %j is refused when it is saved',
    async rootDirectory => {
      const project = await panel.call('projects.create', { name: 'Refused' })
      const refusal = await panel.refusal('apps.create', {
        projectId: project.id,
        name: 'x',
        repositoryUrl: 'https://git.example.com/shop.git',
        rootDirectory,
      })
      expect(refusal.status).toBe(400)
      expect(refusal.message).toMatch(OUTSIDE)
    },
  )

  test('an absolute path is one inside the repository', async () => {
    const repository = await createRepository({ files: webApp({ version: 'x' }) })
    try {
      const { app, production } = await createApp(panel, { repositoryUrl: repository.url })
      await panel.call('apps.update', { appId: app.id, dockerfilePath: '/etc/passwd', builder: 'DOCKERFILE' })
      const { failure } = await deploy(panel, production, ['FAILED'])
      expect(failure?.code).toBe('build.dockerfile-missing')
      expect(failure?.sentence).toMatch(/no etc\/passwd in the app's root directory/)
      expect(failure?.fix).toMatch(/Dockerfile/)
    } finally {
      await repository.close()
    }
  })

  test.each<[string, Record<string, FileContent>]>([
    ['to a file of the server', { 'web/Dockerfile': { symlink: '/etc/passwd' } }],
    ['to a file above', { 'web/Dockerfile': { symlink: '../Dockerfile' } }],
  ])('a Dockerfile that is a symbolic link %s is not read', async (_, files) => {
    const repository = await createRepository({ files: { ...webApp({ version: 'above' }), ...files } })
    try {
      const { app, production } = await createApp(panel, {
        repositoryUrl: repository.url,
        rootDirectory: 'web',
      })
      const { failure } = await deploy(panel, production, ['FAILED'])
      const { problem } = await inspect(panel, app.id)
      for (const told of [failure, problem]) {
        expect(told?.code).toBe('build.dockerfile-invalid')
        expect(told?.sentence).toMatch(/Dockerfile.*symbolic link/)
        expect(told?.fix).toMatch(/Dockerfile/)
      }
    } finally {
      await repository.close()
    }
  })

  test('a root directory that is a symbolic link is not followed', async () => {
    const files = { ...webApp({ version: 'x' }), web: { symlink: '/etc' } }
    const repository = await createRepository({ files })
    try {
      const { production } = await createApp(panel, {
        repositoryUrl: repository.url,
        rootDirectory: 'web',
      })
      const { failure } = await deploy(panel, production, ['FAILED'])
      expect(failure?.code).toBe('git.root-directory-missing')
      expect(failure?.sentence).toMatch(/no folder "web"/)
    } finally {
      await repository.close()
    }
  })

  test('a build cannot copy from outside its files', async () => {
    const repository = await createRepository({
      files: dockerfile(['COPY ../../../../etc/hostname /stolen', 'RUN cat /stolen']),
    })
    try {
      const { production } = await createApp(panel, { repositoryUrl: repository.url })
      const { failure } = await deploy(panel, production, ['FAILED'])
      expect(failure?.code).toBe('build.context-invalid')
      expect(failure?.sentence).toMatch(/etc\/hostname.*not in the repository/)
    } finally {
      await repository.close()
    }
  })

  test.each([
    ['the network of the host', 'RUN --network=host id'],
    ['more rights than a build has', 'RUN --security=insecure id'],
  ])('a build step cannot ask for %s', async (_, line) => {
    const repository = await createRepository({ files: dockerfile([line]) })
    try {
      const { production } = await createApp(panel, { repositoryUrl: repository.url })
      const { failure } = await deploy(panel, production, ['FAILED'])
      expect(failure?.code).toMatch(/^build\./)
      expect(failure?.fix).toBeTruthy()
    } finally {
      await repository.close()
    }
  })
})

test('meanwhile the other app answered every time', () => {
  const { failures, answers } = bystander.seen()
  expect(failures).toEqual([])
  expect(answers).toBeGreaterThan(20)
})
