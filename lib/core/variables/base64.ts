/** Standard base64 with padding. Works in browsers and Node alike. */
function encode(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** Widths at which common tools wrap base64: PEM and MIME. */
const WRAP_WIDTHS = [64, 76]

/**
 * Texts that show up when `value` is base64 encoded: alone (also wrapped into lines), and inside something longer, for
 * each of the three ways its bytes can lie on the groups of three. The alphabet of URLs included.
 */
export function base64Forms(value: string): string[] {
  const bytes = new TextEncoder().encode(value)
  const whole = encode(bytes)
  const within = embedded(bytes)
  // The second: the value may be encoded with a line end after it.
  const lines = [whole, ...within.slice(0, 1)].flatMap(wrapped)
  const standard = [whole, whole.replace(/=+$/, ''), ...lines, ...within]
  return [...standard, ...standard.map(form => form.replaceAll('+', '-').replaceAll('/', '_'))]
}

const wrapped = (text: string) =>
  WRAP_WIDTHS.filter(width => text.length > width).flatMap(
    width => text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [],
  )

/** The characters that depend on `bytes` alone, whatever is before and after. */
const embedded = (bytes: Uint8Array) =>
  [0, 1, 2].map(offset => {
    const shifted = new Uint8Array(offset + bytes.length)
    shifted.set(bytes, offset)
    return encode(shifted).slice(Math.ceil((offset * 8) / 6), Math.floor((shifted.length * 8) / 6))
  })
