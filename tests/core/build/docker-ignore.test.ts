import { describe, expect, test } from 'vitest'
import { parseIgnore } from '@/lib/core/build/docker-ignore'

const ignored = (lines: string[], paths: string[]) => paths.filter(path => parseIgnore(lines).ignores(path))

describe('.dockerignore', () => {
  test.each([
    [
      'a name is relative to the root',
      ['node_modules'],
      ['node_modules', 'node_modules/a/b'],
      ['web/node_modules'],
    ],
    ['a folder and all in it', ['/build/'], ['build', 'build/x'], ['a/build', 'builds']],
    ['** is any number of folders', ['**/.env'], ['.env', 'a/.env', 'a/b/.env'], ['a.env', '.env.local']],
    ['a path below **', ['**/a/b'], ['a/b', 'x/a/b', 'x/y/a/b/c'], ['a/x/b', 'b']],
    ['** in the middle', ['a/**/z'], ['a/z', 'a/b/z', 'a/b/c/z/1'], ['z', 'b/z']],
    ['** at the end is all below', ['a/**'], ['a/b', 'a/b/c'], ['a', 'b']],
    ['* stays within a name', ['*.log', 'a/*/c'], ['x.log', '.log', 'a/b/c'], ['d/x.log', 'a/b/d/c']],
    ['? is one character', ['v?'], ['v1'], ['v', 'v10']],
    ['classes', ['[a-c]x', '[^0-9]y'], ['ax', 'cx', 'zy'], ['dx', '1y']],
    ['a backslash takes the next character as it is', ['\\*', '\\#x'], ['*', '#x'], ['a', 'x']],
    [
      'characters of regular expressions mean themselves',
      ['a(b', 'c+', '{d}', 'e.f', '$'],
      ['a(b', 'c+', '{d}', 'e.f', '$'],
      ['cc', 'exf'],
    ],
    ['comments, blanks and the root mean nothing', ['# a', '', '   ', '.', '/', '!'], [], ['a', '# a']],
    ['dots are resolved', ['./a/../b', '../../c'], ['b', 'c'], ['a']],
    ['a byte order mark is skipped', ['\uFEFFa'], ['a'], ['b']],
    ['letters have their case', ['Readme'], ['Readme'], ['readme']],
  ])('%s', (_, lines, left, kept) => {
    expect(ignored(lines, [...left, ...kept])).toEqual(left)
  })

  test('the last line that fits decides', () => {
    const lines = ['*', '!src', 'src/secret', '!src/secret/public']
    expect(
      ignored(lines, ['a', 'src', 'src/a', 'src/secret', 'src/secret/x', 'src/secret/public/y']),
    ).toEqual(['a', 'src/secret', 'src/secret/x'])
  })

  test('no pattern takes exponential time', () => {
    const lines = [`${'*a'.repeat(200)}b`, `${'**/a/'.repeat(100)}b`, `${'[a-z]*'.repeat(100)}0`]
    expect(ignored(lines, ['a'.repeat(4000), 'a/'.repeat(1000)])).toEqual([])
  })
})
