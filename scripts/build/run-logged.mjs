import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import path from 'node:path'

const SHOWN_LINES = 40

/** Runs a program of the build with its output in `dist/log/<name>.log`; throws with the end of it when it fails. */
export async function runLogged(root, name, file, argv, env = {}) {
  const log = path.join(root, 'dist/log', `${name}.log`)
  mkdirSync(path.dirname(log), { recursive: true })
  const output = openSync(log, 'w')
  try {
    const code = await new Promise((resolve, reject) => {
      const child = spawn(file, argv, {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: ['ignore', output, output],
      })
      child.once('error', reject)
      child.once('close', exitCode => resolve(exitCode))
    })
    if (code !== 0) {
      const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES)
      throw new Error(
        `${lines.join('\n')}\n\n${path.basename(file)} ${argv[0]} failed. All of its output: ${log}`,
      )
    }
  } finally {
    closeSync(output)
  }
}
