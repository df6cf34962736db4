/** Variables that say how this machine reaches the network and whose certificates it trusts. */
const NAMES =
  /^(LANG|LC_ALL|TZ|NODE_EXTRA_CA_CERTS|GIT_SSL_CAINFO|SSL_CERT_(FILE|DIR)|CURL_CA_BUNDLE|(https?|no|all|ftp)_proxy)$/i

/** Those that are set. */
export const networkVariables = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && NAMES.test(name) ? [[name, value]] : [],
    ),
  )
