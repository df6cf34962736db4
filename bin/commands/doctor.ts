import { parseOptions } from '../arguments'
import { checkEntry } from '../doctor/entry'
import type { Finding, Level } from '../doctor/finding'
import { checkInstallation } from '../doctor/installation'
import { checkMachine } from '../doctor/machine'
import { readPatient } from '../doctor/patient'
import { checkProcesses } from '../doctor/processes'
import { checkStores } from '../doctor/stores'

export const summary = 'check each part and say how to mend it'
export const usage = `berth doctor [--json] [--data-dir DIR]
  --json         {ok, running, findings: [{part, level, says, fix?}]}`

const CHECKS = [checkInstallation, checkMachine, checkProcesses, checkStores, checkEntry]
const SIGN: Record<Level, { sign: string; colour: number }> = {
  ok: { sign: '✓', colour: 32 },
  warning: { sign: '!', colour: 33 },
  problem: { sign: '✗', colour: 31 },
}

/** Ends with 0 when everything works, warnings or not, else with 1. */
export async function run(argv: string[]): Promise<number> {
  const { dataDir, json } = parseOptions(argv, { json: { type: 'boolean', default: false } })
  const patient = await readPatient(dataDir)
  const findings = (await Promise.all(CHECKS.map(check => check(patient)))).flat()
  const problems = findings.filter(({ level }) => level === 'problem').length
  if (json) console.log(JSON.stringify({ ok: problems === 0, running: patient.isRunning, findings }))
  else print(findings, problems)
  return problems === 0 ? 0 : 1
}

function print(findings: Finding[], problems: number) {
  const width = Math.max(...findings.map(({ part }) => part.length))
  for (const { part, level, says, fix } of findings) {
    console.log(`${signOf(level)} ${part.padEnd(width)}  ${says}`)
    if (fix) console.log(`${' '.repeat(width + 4)}${fix}`)
  }
  if (problems === 0) console.log('\nEverything works.')
  else console.log(`\n${problems === 1 ? 'One problem' : `${problems} problems`} to mend.`)
}

function signOf(level: Level): string {
  const { sign, colour } = SIGN[level]
  return process.stdout.isTTY && !process.env.NO_COLOR ? `\x1b[${colour}m${sign}\x1b[0m` : sign
}
