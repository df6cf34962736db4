// How steps look, for the launcher and for the command.
const TEXT_WIDTH = 62

/** Prints steps with their times to `stream`; on a terminal the running one is shown too. */
export function stepPrinter(stream) {
  const isTerminal = Boolean(stream.isTTY)
  const colour = isTerminal && !process.env.NO_COLOR
  const paint = (code, text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text)
  const clear = () => {
    if (isTerminal) stream.write('\r\x1b[2K')
  }
  const printer = {
    begin(text) {
      clear()
      if (isTerminal) stream.write(`${paint(2, '·')} ${text} …`)
    },
    done(text, ms) {
      clear()
      stream.write(
        `${paint(32, '✓')} ${text.padEnd(TEXT_WIDTH)} ${paint(2, `${(ms / 1000).toFixed(1)} s`.padStart(7))}\n`,
      )
    },
    failed(text) {
      clear()
      stream.write(`${paint(31, '✗')} ${text}\n`)
    },
    note(text) {
      clear()
      stream.write(`${paint(2, '·')} ${text}\n`)
    },
    /** One step. `work` may return a text that says more than `text` did. */
    async run(text, work) {
      const started = performance.now()
      printer.begin(text)
      try {
        const said = await work()
        printer.done(typeof said === 'string' ? said : text, performance.now() - started)
      } catch (error) {
        printer.failed(text)
        throw error
      }
    },
  }
  return printer
}
