/** Why a sign-in failed, from next-auth's answer; undefined: there was none. */
export function signInProblem(answer: { status: number; error?: string | null } | undefined): string {
  if (!answer || answer.status >= 500 || answer.error === 'unavailable')
    return 'The panel does not answer. Try again in a moment.'
  if (answer.status === 429 || answer.error === 'too-many')
    return 'Too many attempts. Wait a few minutes, then try again.'
  return 'E-mail or password is wrong.'
}
