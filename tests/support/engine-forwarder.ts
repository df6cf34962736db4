import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { Worker } from 'node:worker_threads'

/** A socket that leads to the Docker engine and can be cut, as if the engine was stopped, without harm to others. */
export interface EngineForwarder {
  /** For DOCKER_HOST. */
  address: string
  /** Ends every connection and takes no more. */
  cut(): Promise<void>
  mend(): Promise<void>
  close(): Promise<void>
}

export async function startEngineForwarder(): Promise<EngineForwarder> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'berth-engine-'))
  const file = path.join(dir, 'docker.sock')
  const thread = new Worker(new URL('./engine-forwarder-thread.mjs', import.meta.url), {
    workerData: { file, engineSocket: '/var/run/docker.sock' },
  })
  const order = async (wanted: 'cut' | 'mend') => {
    thread.postMessage(wanted)
    await once(thread, 'message')
  }
  await order('mend')
  return {
    address: `unix://${file}`,
    cut: () => order('cut'),
    mend: () => order('mend'),
    async close() {
      await thread.terminate()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
