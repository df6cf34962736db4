import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { InputOf } from '@/lib/api/contract'
import { dockerfile, webApp } from '../support/apps'
import { createApp, type Deployment, deploy, hostOf, waitFor } from '../support/deploying'
import { createRepository, type ServedRepository } from '../support/git-server'
import { type Panel, startPanel, visit } from '../support/panel'
import { unreachableRegistries } from '../support/registries'

const missing = await unreachableRegistries(['pypi'])

let panel: Panel
const repositories: ServedRepository[] = []
beforeAll(async () => {
  const extraCa = process.env.NODE_EXTRA_CA_CERTS
  panel = await startPanel(extraCa ? { BERTH_EXTRA_CA: extraCa } : {})
})
afterAll(async () => {
  await Promise.all(repositories.map(repository => repository.close()))
  await panel?.stop()
})

type Settings = Omit<InputOf<'app-environments.update'>, 'appEnvironmentId'>

async function appOf(files: Record<string, string>, settings: Settings = {}) {
  const repository = await createRepository({ files })
  repositories.push(repository)
  const { production: appEnvironmentId } = await createApp(panel, { repositoryUrl: repository.url })
  await panel.call('app-environments.update', {
    appEnvironmentId,
    checkTimeoutSeconds: 8,
    memoryMb: 64,
    ...settings,
  })
  return { repository, appEnvironmentId }
}

const node = (code: string) => ({
  ...dockerfile(['COPY server.js .', 'EXPOSE 8080', 'CMD ["node", "server.js"]']),
  'server.js': code,
})
const answering = (status: number, headers = '{}') =>
  node(
    `require('node:http').createServer((_, response) => { response.writeHead(${status}, ${headers}); response.end('x') }).listen(process.env.PORT)`,
  )
const accepting = (work: string) =>
  node(`require('node:net').createServer(socket => { ${work} }).listen(process.env.PORT)`)
/** Takes a build step that is in no cache. */
const once = () => `: ${randomUUID()};`

interface Cause {
  title: string
  files: Record<string, string>
  settings?: Settings
  code: string | RegExp
  says: RegExp
  fix: RegExp
  /** Among the last lines. */
  line?: RegExp
}

const CAUSES: Cause[] = [
  {
    title: 'the port is taken connections on, and never answered',
    files: accepting('socket.resume()'),
    code: 'check.no-answer',
    says: /takes connections on port 8080 but did not answer GET \/ within 8 s/,
    fix: /what it waits for/,
  },
  {
    title: 'connections are closed without an answer',
    files: accepting('socket.destroy()'),
    code: 'check.connection-closed',
    says: /closes them without an answer/,
    fix: /crash on each request/,
  },
  {
    title: 'what answers is not HTTP',
    files: accepting("socket.end('SSH-2.0-server\\r\\n')"),
    code: 'check.not-http',
    says: /port 8080 of web.1 is not HTTP/,
    fix: /serve plain HTTP/,
  },
  {
    title: 'the health path is not there',
    files: answering(404),
    settings: { healthPath: '/healthz' },
    code: 'check.bad-status',
    says: /answers 404 on \/healthz/,
    fix: /Set the health path to one the app has/,
  },
  {
    title: 'the health path needs a sign-in',
    files: answering(401),
    settings: { healthPath: '/healthz' },
    code: 'check.bad-status',
    says: /answers 401 on \/healthz/,
    fix: /needs no sign-in/,
  },
  {
    title: 'the health path redirects',
    files: answering(301, "{ location: 'https://elsewhere.example/' }"),
    settings: { healthPath: '/healthz' },
    code: 'check.redirects',
    says: /answers 301 on \/healthz: it redirects/,
    fix: /X-Forwarded-Proto/,
  },
  {
    title: 'the health path fails inside',
    files: answering(503),
    settings: { healthPath: '/healthz' },
    code: 'check.server-error',
    says: /answers 503 on \/healthz/,
    fix: /Read its log/,
  },
  {
    title: 'the HEALTHCHECK of the image fails',
    files: {
      ...answering(200),
      ...dockerfile([
        'COPY server.js .',
        'EXPOSE 8080',
        'HEALTHCHECK --interval=1s --retries=1 CMD false',
        'CMD ["node", "server.js"]',
      ]),
    },
    code: 'check.healthcheck-failed',
    says: /HEALTHCHECK of its image did not pass within 8 s/,
    fix: /Run the HEALTHCHECK command/,
  },
  {
    title: 'two servers of the app want one port',
    files: node(
      "const serve = () => require('node:http').createServer(() => {}).listen(process.env.PORT); serve(); serve()",
    ),
    code: 'check.exited',
    says: /exit code 1/,
    fix: /Two parts of the app want the same port/,
    line: /EADDRINUSE/,
  },
  {
    title: 'a module is missing',
    files: node("require('express')"),
    code: 'check.exited',
    says: /exit code 1 .*Error: Cannot find module 'express'/,
    fix: /Add `express` to the dependencies/,
  },
  {
    title: 'its database is not there',
    files: node(
      "require('node:net').connect(5432, '127.0.0.1').on('error', error => { console.error(error.message); process.exit(3) })",
    ),
    code: 'check.exited',
    says: /exit code 3.*connect ECONNREFUSED 127\.0\.0\.1:5432/,
    fix: /could not reach something it needs/,
    line: /ECONNREFUSED/,
  },
  {
    title: 'the start command ends at once',
    files: node("console.log('daemon started')"),
    code: 'check.exited',
    says: /exit code 0.*daemon started/,
    fix: /keep running in the foreground/,
  },
  {
    title: 'the program of the start command is not there',
    files: dockerfile(['CMD ["no-such-program"]']),
    // An engine that starts it without a first process of its own tells at once.
    code: /^(start\.command-not-found|check\.exited)$/,
    says: /no-such-program/,
    fix: /Check the start command/,
  },
  {
    title: 'the user of the image is not there',
    files: dockerfile(['USER nobody-knows', 'CMD ["node"]']),
    code: 'start.user-missing',
    says: /nobody-knows/,
    fix: /Create the user/,
  },
  {
    title: 'a process is larger than its memory',
    files: node('const a = []; for (;;) a.push(Buffer.alloc(1e7, 1))'),
    code: 'check.out-of-memory',
    says: /more than its 64 MB of memory/,
    fix: /more memory/,
  },
  {
    title: 'the release command ends with a code',
    files: webApp({ version: 'x' }),
    settings: { releaseCommand: 'echo no such table: users; exit 9' },
    code: 'release.failed',
    says: /ended with exit code 9/,
    fix: /last lines/,
    line: /no such table/,
  },
  {
    title: 'the release command is larger than its memory',
    files: webApp({ version: 'x' }),
    settings: { releaseCommand: `node -e 'const a = []; for (;;) a.push(Buffer.alloc(1e7, 1))'` },
    code: 'release.out-of-memory',
    says: /more than its 64 MB of memory/,
    fix: /more memory/,
  },
  {
    title: 'the base image is not to be had',
    files: { Dockerfile: `FROM no-such-image-${randomUUID().slice(0, 8)}:1\n` },
    // Without a way to the registry nobody knows whether it exists.
    code: /^build\.(base-image-not-found|network)$/,
    says: /base image/,
    fix: /FROM line/,
  },
  {
    title: 'a build fills its disk',
    files: dockerfile([`RUN ${once()} dd if=/dev/zero of=/dev/shm/large bs=1M count=100`]),
    code: 'build.disk-full',
    says: /disk is full/,
    fix: /Free some space/,
    line: /No space left on device/,
  },
  {
    title: 'a build step needs more memory than it gets',
    files: dockerfile([`RUN ${once()} sh -c 'kill -9 $$'`]),
    code: 'build.out-of-memory',
    says: /more memory than it may have/,
    fix: /BERTH_BUILD_MEMORY_MB/,
  },
]

function expectTold(
  failure: Deployment['failure'],
  { code, says, fix, line }: Omit<Cause, 'title' | 'files'>,
) {
  expect(failure?.code).toMatch(typeof code === 'string' ? new RegExp(`^${code}$`) : code)
  expect(failure?.sentence).toMatch(says)
  expect(failure?.fix).toMatch(fix)
  if (line) expect(failure?.lastLines.join('\n')).toMatch(line)
}

describe.concurrent('a deployment that fails says why, and what to do', () => {
  test.each(CAUSES)('$title', async ({ files, settings, ...told }) => {
    const { appEnvironmentId } = await appOf(files, settings)
    const { failure } = await deploy(panel, appEnvironmentId, ['FAILED'])
    expectTold(failure, told)
    const { deployments } = await panel.call('deployments.list', { appEnvironmentId })
    expect(deployments[0]?.failureSentence).toBe(failure?.sentence)
  })
})

/** A Django project of one view. It allows the hosts in ALLOWED_HOSTS, none when there is no such variable. */
const DJANGO = {
  'requirements.txt': 'asgiref==3.13.0\ndjango==5.2.19\ngunicorn==27.0.1\nsqlparse==0.6.1\n',
  '.python-version': '3.11\n',
  'manage.py': `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
if __name__ == "__main__":
    from django.core.management import execute_from_command_line
    execute_from_command_line(sys.argv)
`,
  'site_config/__init__.py': '',
  'site_config/settings.py': `import os
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-the-test")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split()
ROOT_URLCONF = "site_config.urls"
WSGI_APPLICATION = "site_config.wsgi.application"
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
LOGGING = {
    "version": 1,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
`,
  'site_config/urls.py': `from django.http import HttpResponse
from django.urls import path
urlpatterns = [path("", lambda request: HttpResponse("welcome"))]
`,
  'site_config/wsgi.py': `import os
from django.core.wsgi import get_wsgi_application
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")
application = get_wsgi_application()
`,
}

test.skipIf(missing.has('pypi'))(
  'a Django app that does not allow its own domain',
  { timeout: 600_000 },
  async () => {
    const settings = { healthPath: '/', memoryMb: 256, checkTimeoutSeconds: 20 }
    const { appEnvironmentId } = await appOf(DJANGO, settings)
    const { failure } = await deploy(panel, appEnvironmentId, ['FAILED'])
    expectTold(failure, {
      code: 'check.host-refused',
      says: /ALLOWED_HOSTS does not have the app's domain/,
      fix: /Add the app's domain to ALLOWED_HOSTS/,
    })
    const host = await hostOf(panel, appEnvironmentId)
    const { variableSetId } = await panel.call('app-environments.get', { appEnvironmentId })
    const set = [{ name: 'ALLOWED_HOSTS', value: host.replace(/:\d+$/, '') }]
    await panel.call('variables.update', { variableSetId, revision: 0, set })
    await deploy(panel, appEnvironmentId)
    expect((await visit(panel, host)).body).toBe('welcome')
  },
)

test('an image that was removed by hand: the rollback says so, and what serves stays', async () => {
  const { repository, appEnvironmentId } = await appOf(webApp({ version: 'first' }))
  const first = await deploy(panel, appEnvironmentId)
  await repository.commit(webApp({ version: 'second' }), 'Second')
  await deploy(panel, appEnvironmentId)
  const build = await panel.db.release.findUniqueOrThrow({
    where: { id: first.releaseId ?? '' },
    include: { build: true },
  })
  // The container of the first is on its way out.
  const remove = () => spawnSync('docker', ['rmi', '-f', build.build.imageId ?? '']).status
  await expect.poll(remove, { timeout: 60_000, interval: 500 }).toBe(0)
  const { id } = await panel.call('deployments.roll-back', {
    appEnvironmentId,
    releaseId: first.releaseId ?? '',
  })
  const { failure } = await waitFor(panel, id, ['FAILED'])
  expectTold(failure, {
    code: 'start.image-gone',
    says: /image of this release is not on the server any more/,
    fix: /Deploy the commit again/,
  })
  expect(failure?.previousServing).toBe(true)
  expect((await visit(panel, await hostOf(panel, appEnvironmentId))).body).toBe('second')
})
