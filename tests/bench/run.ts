// `npm run bench -- NAME`: starts what the measurement needs and prints one JSON line.
import { deployBench } from './deploy'
import { faultsBench } from './faults'
import { idleBench } from './idle'
import { pagesBench } from './pages'
import { promoteBench } from './promote'
import { recoverBench } from './recover'
import { rollbackBench } from './rollback'
import { startBench } from './start'
import { switchBench } from './switch'

const BENCHES: Record<string, () => Promise<Record<string, number>>> = {
  switch: () => switchBench({ bootSeconds: 0, deploys: 20, requests: 100_000, replicas: 2, long: true }),
  'switch-slow': () =>
    switchBench({ bootSeconds: 6, deploys: 10, requests: 10_000, replicas: 1, long: false }),
  deploy: deployBench,
  promote: promoteBench,
  rollback: rollbackBench,
  faults: faultsBench,
  recover: recoverBench,
  idle: idleBench,
  start: startBench,
  pages: pagesBench,
}

const name = process.argv[2] ?? ''
const bench = BENCHES[name]
if (!bench) {
  console.error(`usage: npm run bench -- ${Object.keys(BENCHES).join(' | ')}`)
  process.exit(2)
}
console.log(JSON.stringify({ bench: name, ...(await bench()) }))
process.exit(0)
