import { database } from './database.js'

await database.query(`
  CREATE TABLE IF NOT EXISTS visit (id serial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE IF NOT EXISTS mail (id serial PRIMARY KEY, text text NOT NULL)`)
console.log('The tables are there.')
await database.end()
