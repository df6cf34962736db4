import pg from 'pg'

export interface DatabaseFacts {
  version: string
  /** Of the worker that wrote last; null when none ever did. */
  heartbeatAgeSeconds: number | null
  /** Of the routes that the proxy should have; null before the first. */
  routesGeneration: number | null
}

/** Asks the database what Berth keeps in it. Throws when it does not answer. */
export async function readDatabase(url: string): Promise<DatabaseFacts> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  // Emitted beside the rejections below when the server goes away; unheard it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const version = await client.query<{ server_version: string }>('SHOW server_version')
    // The column holds UTC without a zone.
    const heartbeat = await client.query<{ age: number | null }>(
      `SELECT extract(epoch FROM now() AT TIME ZONE 'UTC' - max("seenAt"))::float8 AS age FROM "WorkerHeartbeat"`,
    )
    const routes = await client.query<{ generation: number }>('SELECT generation FROM "ProxyState"')
    return {
      version: version.rows[0]?.server_version ?? 'unknown',
      heartbeatAgeSeconds: heartbeat.rows[0]?.age ?? null,
      routesGeneration: routes.rows[0]?.generation ?? null,
    }
  } finally {
    await client.end()
  }
}
