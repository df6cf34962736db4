import { base64Forms } from './base64'

/** Shorter values are not masked: they would turn half of every line into asterisks and hide nothing. */
export const MIN_MASKED = 4
/** Shorter lines of a multi-line value, as `{` or `EOF`, are everywhere. */
const MIN_LINE = 6
/** A shorter piece of base64 would match by chance. */
const MIN_BASE64 = 6

/** Needs no quoting in any notation. */
const SAME_EVERYWHERE = /^[\w.~-]*$/

/** The texts by which `value` may show up in a log line: raw, per line, JSON, shell, Python, URL and base64. */
export function secretForms(value: string): string[] {
  if (value.length < MIN_MASKED) return []
  const written = [value, value.trim()].flatMap(text =>
    SAME_EVERYWHERE.test(text) ? [text] : [text, ...quotedForms(text), ...urlForms(text)],
  )
  return [
    ...written.filter(form => form.length >= MIN_MASKED),
    ...lineForms(value),
    ...base64Forms(value).filter(form => form.length >= MIN_BASE64),
  ]
}

function lineForms(value: string): string[] {
  const lines = value.split(/[\r\n]+/)
  if (lines.length === 1) return []
  return lines.map(line => line.trim()).filter(line => line.length >= MIN_LINE)
}

function quotedForms(value: string): string[] {
  const json = JSON.stringify(value).slice(1, -1)
  const unquoted = json.replaceAll('\\"', '"')
  return [
    json,
    // PHP escapes slashes, Python's json.dumps all that is not ASCII.
    json.replaceAll('/', '\\/'),
    json.replace(/[^ -~]/g, escapeUnit),
    // Python's repr: one kind of quote is escaped, or none.
    unquoted,
    unquoted.replaceAll("'", "\\'"),
    // Shells: a quote inside single quotes; what `export -p` escapes inside double quotes.
    value.replaceAll("'", `'"'"'`),
    value.replaceAll("'", `'\\''`),
    value.replace(/[\\"$`]/g, '\\$&'),
  ]
}

const escapeUnit = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

function urlForms(value: string): string[] {
  const component = encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd'))
  const strict = component.replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  const plus = strict.replaceAll('%20', '+')
  // Forms of web pages encode the tilde and leave the asterisk (WHATWG URL, application/x-www-form-urlencoded).
  const submitted = plus.replaceAll('%2A', '*').replaceAll('~', '%7E')
  const forms = [component, strict, plus, submitted, strict.replaceAll('%2F', '/')]
  return [...forms, ...forms.map(lowerCaseHex)]
}

const lowerCaseHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, hex => hex.toLowerCase())
