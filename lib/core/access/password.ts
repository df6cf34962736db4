/** Words and rows that common passwords are made of, after the lists of leaked ones. */
const COMMON_PARTS = [
  ...[
    'password',
    'passwort',
    'passwd',
    'motdepasse',
    'contrasena',
    'senha',
    'parola',
    'heslo',
    'haslo',
    'pass',
  ],
  ...[
    'letmein',
    'welcome',
    'willkommen',
    'changeme',
    'default',
    'secret',
    'geheim',
    'trustno',
    'login',
    'hello',
  ],
  ...[
    'admin',
    'administrator',
    'root',
    'user',
    'guest',
    'test',
    'demo',
    'server',
    'system',
    'temp',
    'master',
  ],
  ...['qwertyuiop', 'qwertyui', 'qwerty', 'qwertz', 'azerty', 'asdfghjkl', 'asdfgh', 'zxcvbnm', 'zxcvbn'],
  ...['qazwsxedc', 'qazwsx', 'onetwothree', 'iloveyou', 'sunshine', 'princess', 'football', 'baseball'],
  ...['basketball', 'monkey', 'dragon', 'shadow', 'superman', 'batman', 'starwars', 'pokemon', 'michael'],
  ...['jennifer', 'jordan', 'charlie', 'liverpool', 'chelsea', 'computer', 'internet', 'samsung', 'google'],
  ...[
    'facebook',
    'whatever',
    'freedom',
    'forever',
    'summer',
    'winter',
    'spring',
    'autumn',
    'monday',
    'berth',
  ],
  ...['january', 'february', 'september', 'october', 'november', 'december', 'abcdefghij', 'abcdef', 'abc'],
].sort((a, b) => b.length - a.length)

const LOOKALIKES: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}
const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv',
]
/** Fewer letters than this beside common words are no password. */
const OWN_LETTERS = 5

/**
 * Why a password of sufficient length is still too easy to guess, as the end of a sentence ("must not …"); null when
 * it is not. After NIST SP 800-63B, 5.1.1.2: common ones, repetitions, sequences and the user's own names are refused.
 */
export function passwordWeakness(password: string, own: { email: string; name: string }): string | null {
  const text = password.toLowerCase()
  if (new Set(text).size < 5) return 'must not repeat a few characters'
  if (isRepetition(text)) return 'must not repeat the same few characters'
  if (isSequence(text)) return 'must not be a row of the keyboard or the alphabet'
  if (leftWithout(text, ownWords(own)).length < OWN_LETTERS)
    return 'must not be made of your name or e-mail address'
  if (leftWithout(text, COMMON_PARTS).length < OWN_LETTERS)
    return 'must not be made of common words and digits'
  return null
}

const isRepetition = (text: string) => /^(.{1,5}?)\1+.{0,4}$/su.test(text)

/** More than two thirds of the characters follow their left neighbour in some row, forwards or backwards. */
function isSequence(text: string): boolean {
  const follows = [...text].filter((character, index, all) => {
    const pair = `${all[index - 1] ?? ''}${character}`
    return (
      pair.length === 2 && ROWS.some(row => row.includes(pair) || row.includes([...pair].reverse().join('')))
    )
  })
  return follows.length > (text.length * 2) / 3
}

const ownWords = ({ email, name }: { email: string; name: string }) =>
  `${email} ${name}`
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word.length >= 3)
    .sort((a, b) => b.length - a.length)

/** The letters that stay when `words` are taken out, however they are spelt with digits and signs. */
function leftWithout(text: string, words: string[]): string {
  const shortest = [text, [...text].map(character => LOOKALIKES[character] ?? character).join('')].map(
    spelt => words.reduce((rest, word) => rest.replaceAll(word, ' '), spelt).replace(/[^\p{L}]/gu, ''),
  )
  return shortest.reduce((a, b) => (b.length < a.length ? b : a))
}
