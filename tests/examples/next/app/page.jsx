import { connection } from 'next/server'

export default async function Page() {
  await connection() // read the environment when asked, not while building
  const { GREETING = 'Hello', ENVIRONMENT = 'unknown' } = process.env
  return <h1>{`${GREETING} from ${ENVIRONMENT}`}</h1>
}
