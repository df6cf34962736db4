/** The public registries that builds of the tests take packages from. */
const REGISTRIES = {
  npm: 'https://registry.npmjs.org/-/ping',
  pypi: 'https://pypi.org/simple/pip/',
}
type Registry = keyof typeof REGISTRIES

/** Those that cannot be reached now; says so on the console, so that tests left out are not taken for passed ones. */
export async function unreachableRegistries(wanted: Registry[]): Promise<Set<Registry>> {
  const missing = new Set<Registry>()
  for (const name of wanted) if (!(await answers(REGISTRIES[name]))) missing.add(name)
  for (const name of missing)
    console.warn(`\n  NOT TESTED: what needs ${new URL(REGISTRIES[name]).host}, which cannot be reached.\n`)
  return missing
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(15_000) }).catch(() => null)
  return answer?.ok ?? false
}
