import { berth, startPanel } from '../support/panel'
import { round } from './figures'

/** A second `berth up` until it says ready, in milliseconds. */
export async function startBench(): Promise<Record<string, number>> {
  const panel = await startPanel()
  try {
    const place = ['--data-dir', panel.dataDir]
    berth(['down', ...place], panel.env)
    const started = performance.now()
    berth(['up', '--detach', ...place, '--port', String(panel.port)], panel.env)
    return { ms: round(performance.now() - started) }
  } finally {
    await panel.stop()
  }
}
