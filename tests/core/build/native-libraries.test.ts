import { describe, expect, it } from 'vitest'
import { collectDependencies } from '@/lib/core/build/detect/python/dependencies'
import { NATIVE_LIBRARIES, nativeLibraries } from '@/lib/core/build/detect/python/native-libraries'
import { parseRequirement } from '@/lib/core/build/detect/python/requirements'
import { planOf } from './support/repository'

const packagesFor = (...requirements: string[]) =>
  nativeLibraries(collectDependencies(requirements.map(parseRequirement).filter(one => one !== null)))

describe('Debian packages of Python dependencies', () => {
  it.each(NATIVE_LIBRARIES)('$dependency', ({ dependency, build, runtime }) => {
    expect(packagesFor(`${dependency}==1.0`)).toEqual({
      build: [...build].sort(),
      runtime: [...runtime].sort(),
    })
    for (const name of [...build, ...runtime]) expect(name).toMatch(/^[a-z0-9][a-z0-9.+-]+$/)
    expect(build.length + runtime.length).toBeGreaterThan(0)
  })

  it.each(['pillow', 'lxml', 'cryptography', 'psycopg2-binary', 'numpy', 'psycopg[binary]'])(
    '%s needs none',
    name => {
      expect(packagesFor(name)).toEqual({ build: [], runtime: [] })
    },
  )

  it('are named once, whatever the spelling of the dependency', () => {
    expect(packagesFor('PsycoPG2', 'psycopg')).toEqual({
      build: ['gcc', 'libc6-dev', 'libpq-dev'],
      runtime: ['libpq5'],
    })
  })

  it('stay out of the runtime stage when only the compiling needs them', () => {
    const { text } = planOf({ 'requirements.txt': 'psycopg2==2.9\n', 'main.py': '' }).dockerfile
    const [before, runtime] = text.split(' AS runtime\n')
    expect(before).toContain('--no-install-recommends gcc libc6-dev libpq-dev')
    expect(runtime).toContain('--no-install-recommends libpq5 ')
  })
})
