import { homedir } from 'node:os'
import path from 'node:path'

export type Places = ReturnType<typeof placesIn>

/** What is where in a data directory. */
export function placesIn(dataDir: string) {
  const at = (...names: string[]) => path.join(dataDir, ...names)
  return {
    dataDir,
    /** The keys of this installation. Lost with it: every stored secret. */
    secrets: at('secrets.json'),
    /** Ports, name and addresses, kept from one start to the next. */
    settings: at('settings.json'),
    /** What the worker was started with; for commands that need the database. */
    environment: at('environment.json'),
    /** Who runs now. */
    state: at('run', 'state.json'),
    run: at('run'),
    /** Output of Berth's own processes. */
    log: at('log'),
    /** Logs of builds and apps: the worker writes them, the web process reads them. */
    appLogs: at('logs'),
    /** nginx's, and Traefik's when that is the proxy. */
    proxy: at('proxy'),
    traefik: at('traefik'),
    postgres: at('postgres'),
    redis: at('redis'),
    redisSocket: at('run', 'redis', 'redis.sock'),
  }
}

/** `--data-dir`, else BERTH_DATA_DIR, else the system's place for root and the user's own for others. */
export function findDataDir(option: string | undefined): string {
  const chosen = option ?? process.env.BERTH_DATA_DIR
  if (chosen) return path.resolve(chosen)
  if (process.getuid?.() === 0) return '/var/lib/berth'
  return path.join(process.env.XDG_DATA_HOME || path.join(homedir(), '.local/share'), 'berth')
}
