import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const RELAY = path.join(import.meta.dirname, 'relay.mjs')
/** The container goes by itself when the tests are killed. */
const LONGEST_SECONDS = '3600'

/** A network of loopback alone, in which one port of this machine is reachable under the same number. */
export interface QuietNetwork {
  /** Runs the program in this network, with the arguments it is given. */
  executablePath: string
  close(): void
}

/**
 * Containers that come and go change the machine's networks, and browsers then break off all requests under way
 * (ERR_NETWORK_CHANGED). The network is that of an idle container. Entering it needs root.
 */
export async function quietNetwork(program: string, port: string): Promise<QuietNetwork> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'berth-quiet-'))
  const socket = path.join(folder, 'socket')
  const idle = ['--network', 'none', '--entrypoint', 'sleep', 'busybox:latest', LONGEST_SECONDS]
  const container = docker(['run', '--detach', '--rm', ...idle])
  const pid = docker(['inspect', '--format', '{{.State.Pid}}', container])
  const enter = ['nsenter', `--net=/proc/${pid}/ns/net`]
  const relays = [
    await started([process.execPath, RELAY, socket, port]),
    await started([...enter, process.execPath, RELAY, port, socket]),
  ]
  const executablePath = path.join(folder, 'run')
  writeFileSync(executablePath, `#!/bin/sh\nexec ${enter.join(' ')} ${program} "$@"\n`, { mode: 0o755 })
  return {
    executablePath,
    close() {
      for (const relay of relays) relay.kill()
      docker(['rm', '--force', container])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when the program has written its first line. */
async function started([file = '', ...argv]: string[]): Promise<ChildProcess> {
  const child = spawn(file, argv, { stdio: ['ignore', 'pipe', 'inherit'] })
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended at once`))),
  ])
  return child
}

function docker(argv: string[]): string {
  const { status, stdout, stderr } = spawnSync('docker', argv, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`docker ${argv[0]}: ${stderr}`)
  return stdout.trim()
}
