import pg from 'pg'

/** Whether a worker that started after `since` has written that it lives. */
export const hasHeartbeatSince = (databaseUrl: string, since: Date): Promise<boolean> =>
  findsRow(databaseUrl, `"startedAt" >= $1::timestamptz AT TIME ZONE 'UTC'`, since.toISOString())

/** Whether any worker has written within the last `maxAgeMs` that it lives. */
export const hasRecentHeartbeat = (databaseUrl: string, maxAgeMs: number): Promise<boolean> =>
  findsRow(
    databaseUrl,
    `"seenAt" >= $1::timestamptz AT TIME ZONE 'UTC'`,
    new Date(Date.now() - maxAgeMs).toISOString(),
  )

/** The columns hold UTC without a zone. */
async function findsRow(databaseUrl: string, condition: string, time: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 })
  // Emitted beside the rejections below when the server goes away; unheard it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rowCount } = await client.query(`SELECT 1 FROM "WorkerHeartbeat" WHERE ${condition}`, [time])
    return rowCount !== null && rowCount > 0
  } finally {
    await client.end()
  }
}
