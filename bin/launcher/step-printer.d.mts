/** Prints steps with their times; on a terminal the running one is shown too. */
export interface StepPrinter {
  begin(text: string): void
  done(text: string, ms: number): void
  failed(text: string): void
  note(text: string): void
  /** One step. `work` may return a text that says more than `text` did. */
  run(text: string, work: () => Promise<unknown>): Promise<void>
}
export function stepPrinter(stream: { write(text: string): unknown; isTTY?: boolean }): StepPrinter
