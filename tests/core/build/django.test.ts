import { describe, expect, it } from 'vitest'
import { codesOf, planOf, webOf } from './support/repository'

const manage = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n'
const settings = [
  'SECRET_KEY = os.environ["SITE_KEY"]',
  'INSTALLED_APPS = ["django.contrib.staticfiles"]',
  'WSGI_APPLICATION = "site.wsgi.application"',
  'DATABASES = {"default": env.db()}',
  'STATIC_ROOT = BASE_DIR / "static"',
].join('\n')
const wsgi = 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n'
const django = {
  '.python-version': '3.11',
  'requirements.txt': 'django==5.2\ngunicorn==23\n',
  'manage.py': manage,
  'site/__init__.py': '',
  'site/settings.py': settings,
  'site/wsgi.py': wsgi,
}

describe('a Django project', () => {
  it('migrates, collects static files with a throw-away key, and serves them', () => {
    const plan = planOf(django)
    expect(plan.title).toBe('Django 5 under gunicorn, Python 3.11, pip')
    expect(plan.releaseCommand).toBe('python manage.py migrate --noinput')
    expect(plan.dockerfile.text).toContain('SITE_KEY=only-for-this-build-step DATABASE_URL=sqlite:////tmp/')
    expect(webOf(plan)).toMatch(/ berth_static:application$/)
    expect(plan.dockerfile.text).toContain("'from site.wsgi import application as app'")
    expect(codesOf(plan)).toEqual(['static-files-wrapped'])
    expect(plan.dockerfile.text.split('AS runtime')[1]).not.toContain('only-for-this-build-step')
  })

  it('leaves static files to WhiteNoise where the project has it', () => {
    const plan = planOf({ ...django, 'requirements.txt': 'django==5.2\ngunicorn==23\nwhitenoise==6.9\n' })
    expect(webOf(plan)).toMatch(/ site\.wsgi:application$/)
    expect(codesOf(plan)).toEqual([])
    expect(plan.dockerfile.text).toContain('collectstatic')
  })

  it('says that STATIC_ROOT is missing, and collects nothing', () => {
    const plan = planOf({ ...django, 'site/settings.py': settings.replace('STATIC_ROOT', '# STATIC_ROOT') })
    expect(codesOf(plan)).toEqual(['static-root-missing'])
    expect(plan.dockerfile.text).not.toContain('collectstatic')
  })

  it.each([
    ['gunicorn site.wsgi --workers 2', 'exec gunicorn berth_static:application --workers 2', []],
    ['gunicorn site.wsgi:application', 'exec gunicorn berth_static:application', []],
    ['python serve.py', 'exec python serve.py', ['static-files-not-served']],
  ])('with the Procfile command `%s`', (command, expected, warnings) => {
    const plan = planOf({ ...django, Procfile: `web: ${command}\n` })
    expect(webOf(plan)).toBe(expected)
    expect(codesOf(plan).filter(code => code !== 'static-files-wrapped')).toEqual(warnings)
  })

  it('runs in the folder of manage.py', () => {
    const moved = Object.fromEntries(
      Object.entries(django).map(([file, text]) => [
        file.includes('/') || file === 'manage.py' ? `backend/${file}` : file,
        text,
      ]),
    )
    expect(planOf(moved).dockerfile.text).toContain('WORKDIR /app/backend\nUSER 1000:1000')
  })

  it('uses the settings that the WSGI module names, for every process', () => {
    const plan = planOf({
      ...django,
      'manage.py': manage.replace('site.settings', 'site.settings.local'),
      'site/wsgi.py': `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings.production")\n${wsgi}`,
      'site/settings/__init__.py': '',
      'site/settings/base.py': settings,
      'site/settings/local.py': 'from .base import *\n',
      'site/settings/production.py': 'from .base import *\n',
    })
    expect(plan.dockerfile.text).toContain('DJANGO_SETTINGS_MODULE=site.settings.production')
    expect(plan.evidence[3]?.says ?? '').toContain('site.wsgi')
  })

  it('runs under uvicorn when the project asks for an ASGI server', () => {
    const plan = planOf({
      ...django,
      'requirements.txt': 'django==5.2\nuvicorn==0.34\nwhitenoise==6.9\n',
      'site/asgi.py': '',
      'site/settings.py': `${settings}\nASGI_APPLICATION = "site.asgi.application"\n`,
    })
    expect(webOf(plan)).toMatch(/^exec uvicorn .* site\.asgi:application$/)
  })

  it('says that a SQLite file does not last', () => {
    const sqlite = settings.replace(
      '{"default": env.db()}',
      '{"default": {"ENGINE": "django.db.backends.sqlite3"}}',
    )
    expect(codesOf(planOf({ ...django, 'site/settings.py': sqlite }))).toContain('sqlite-not-kept')
  })

  it('proposes its Celery worker', () => {
    const plan = planOf({
      ...django,
      'requirements.txt': 'django==5.2\ngunicorn\ncelery\ndjango-celery-beat\n',
      'site/celery.py': 'from celery import Celery\napp = Celery("site")\n',
    })
    expect(plan.processes.worker?.command).toMatch(/^exec celery -A site\.celery:app worker /)
    expect(plan.processes.beat?.command).toContain('celery -A site.celery:app beat')
  })
})
