import { describe, expect, it } from 'vitest'
import { contentWarnings, isLfsPointer, leavesRoot, usesLfs } from '@/lib/core/git/contents'

const leaves = (links: Record<string, string>, path: string) =>
  leavesRoot(path, new Map(Object.entries(links)))

describe('leavesRoot', () => {
  it.each([
    [{ a: 'b' }, 'a', false],
    [{ a: 'missing/x' }, 'a', false],
    [{ 'd/a': '../b' }, 'd/a', false],
    [{ 'd/e/a': '../../b' }, 'd/e/a', false],
    [{ a: './././b' }, 'a', false],
    [{ a: 'd/../b' }, 'a', false],
    [{ a: '..' }, 'a', true],
    [{ a: '../x' }, 'a', true],
    [{ 'd/a': '../../x' }, 'd/a', true],
    [{ a: '/etc/passwd' }, 'a', true],
    [{ a: 'd/../../x' }, 'a', true],
    [{ 'd/up': '..', a: 'd/up/../x' }, 'a', true],
    [{ 'd/e/up': '../..', a: 'd/e/up/x' }, 'a', false],
    [{ 'd/e/up': '../..', a: 'd/e/up/../x' }, 'a', true],
    [{ a: 'b', b: '/etc' }, 'a', true],
    [{ a: 'a' }, 'a', true],
    [{ a: 'b', b: 'a' }, 'a', true],
    [{ a: '' }, 'a', false],
  ])('%j, %s: %s', (links, path, expected) => {
    expect(leaves(links, path)).toBe(expected)
  })

  it('bears chains that double', () => {
    const links = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`l${index}`, `l${index + 1}/l${index + 1}`]),
    )
    expect(leaves(links, 'l0')).toBe(true)
  })
})

describe('Git LFS', () => {
  it('knows pointers and who uses them', () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 5\n`
    expect(isLfsPointer(pointer)).toBe(true)
    expect(isLfsPointer(`# ${pointer}`)).toBe(false)
    expect(isLfsPointer('version https://git-lfs.github.com/spec/v1\n')).toBe(false)
    expect(usesLfs('*.bin filter=lfs diff=lfs\n')).toBe(true)
    expect(usesLfs('*.bin filter=lfsx\n*.x -filter\n')).toBe(false)
  })
})

describe('contentWarnings', () => {
  it('names five and counts the rest, without control characters', () => {
    const [warning] = contentWarnings({
      submodules: ['a\nb', '2', '3', '4', '5', '6', '7'],
      lfsPointers: [],
      droppedLinks: [],
    })
    expect(warning).toContain('a?b, 2, 3, 4, 5 and 2 more')
  })
  it('says nothing of nothing', () => {
    expect(contentWarnings({ submodules: [], lfsPointers: [], droppedLinks: [] })).toEqual([])
  })
})
