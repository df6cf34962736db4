const WORDS = /(SECRET|PASSWORD|PASSWD|PASSPHRASE|TOKEN|CREDENTIAL|DSN|PRIVATE|SIGNATURE|SALT)/
/** `KEY` as a word or at the end of one: API_KEY, APIKEY, KEY_ID, but not KEYBOARD. */
const KEY = /KEY(_|S?$)/
const ADDRESS =
  /(DATABASE|POSTGRES|POSTGRESQL|MYSQL|MONGO|MONGODB|REDIS|AMQP|RABBITMQ|BROKER|SMTP|SENTRY)_?(URL|URI)$/
/** Given to every browser by Next, Vite and others. */
const PUBLIC = /(^|_)(PUBLIC|PUBLISHABLE|VITE)(_|$)/
const PASSWORD_IN_ADDRESS = /:\/\/[^/\s:@]*:[^/\s@]+@/
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----/

/** Whether a new variable is offered as a secret: by the words of its name, or a password or key in its value. */
export function looksSecret(name: string, value: string): boolean {
  if (PASSWORD_IN_ADDRESS.test(value) || PRIVATE_KEY.test(value)) return true
  const upper = name.toUpperCase()
  if (PUBLIC.test(upper)) return false
  return WORDS.test(upper) || KEY.test(upper) || ADDRESS.test(upper)
}
