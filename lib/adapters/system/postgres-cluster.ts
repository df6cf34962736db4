export const POSTGRES_USER = 'berth'

export interface PostgresOptions {
  /** Holds data, programs and log. Must be reachable for the user the server runs as. */
  dir: string
  /** Absent: the port of the run before while it is free, else any free one. */
  port?: number
  password: string
  /** Used when we are root; nobody by default. */
  runAs?: { uid: number; gid: number }
  /** Where the programs are copied to; `dir` by default. */
  binariesDir?: string
  /** Server settings beside Berth's own. */
  settings?: Record<string, string>
}

/** The server of one data folder. */
export interface Cluster extends PostgresOptions {
  data: string
  logFile: string
  identity: { uid?: number; gid?: number }
}

export const postgresUrl = (cluster: Cluster, port: number, database: string) =>
  `postgresql://${POSTGRES_USER}:${encodeURIComponent(cluster.password)}@127.0.0.1:${port}/${database}`
