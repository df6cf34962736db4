import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { withExec } from '@/lib/core/run/shell-command'

test.each([
  ['node work.js', 'exec node work.js'],
  ['  celery -A app worker -l info', '  exec celery -A app worker -l info'],
  ['gunicorn app:app --bind 0.0.0.0:$PORT', 'exec gunicorn app:app --bind 0.0.0.0:$PORT'],
  ['A=1 B="two words" python main.py', 'A=1 B="two words" exec python main.py'],
  ['cd src && python -m worker', 'cd src && exec python -m worker'],
  ['./prepare; ./bin/serve --say "a; b && c" 2>&1', './prepare; exec ./bin/serve --say "a; b && c" 2>&1'],
])('the last program of %j takes the place of the shell', (line, expected) => {
  expect(withExec(line)).toBe(expected)
})

test.each([
  'exec node work.js',
  'cd src',
  'tail -f log | cat',
  'a || b',
  'server & wait',
  '(cd src; node a.js)',
  '{ a; b; }',
  'while true; do sleep 1; done',
  'echo "no end',
  'a # a remark',
  'node a.js;',
  '',
])('%j stays as it is', line => {
  expect(withExec(line)).toBe(line)
})

test.each([
  'A="x y" printenv A',
  'cd / && pwd -P',
  "echo 'a && b'",
  'true; echo $HOME',
  'echo a\\; b',
  'X=$HOME; printenv HOME',
])('the shell makes the same of %j with and without it', line => {
  const run = (text: string) => spawnSync('/bin/sh', ['-c', text], { encoding: 'utf8' }).stdout
  expect(withExec(line)).not.toBe('')
  expect(run(withExec(line))).toBe(run(line))
})
