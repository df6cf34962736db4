export const summary = 'check each part and say how to mend it'
export const usage = 'berth doctor [--data-dir DIR]'
export async function run(_argv: string[]): Promise<number> {
  return 0
}
