import pg from 'pg'

/** Whether a worker that started after `since` has written that it lives. */
export async function hasHeartbeatSince(databaseUrl: string, since: Date): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 })
  // Emitted beside the rejections below when the server goes away; unheard it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    // The column holds UTC without a zone.
    const { rowCount } = await client.query(
      `SELECT 1 FROM "WorkerHeartbeat" WHERE "startedAt" >= $1::timestamptz AT TIME ZONE 'UTC'`,
      [since.toISOString()],
    )
    return rowCount !== null && rowCount > 0
  } finally {
    await client.end()
  }
}
