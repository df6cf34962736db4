import pg from 'pg'

export const database = new pg.Pool({ connectionString: process.env.DATABASE_URL })
// A connection that breaks while nobody uses it is replaced by the next.
database.on('error', error => console.error(error.message))
