import { shown } from '../build/detect/problem'
import type { BuildProblem } from '../build/plan'

/** The texts are those of dockerd 20.10 to 28 and of registries. */
const REASONS: { pattern: RegExp; code: string; sentence: (image: string) => string; fix: string }[] = [
  {
    pattern: /no space left on device/i,
    code: 'disk.full',
    sentence: image => `The disk of the server is full: ${image} could not be stored.`,
    fix: 'Free some space or enlarge the disk, then deploy again.',
  },
  {
    pattern: /toomanyrequests|rate limit/i,
    code: 'image.rate-limited',
    sentence: image => `The registry gives ${image} to this server no more for now: too many downloads.`,
    fix: 'Deploy again later.',
  },
  {
    pattern: /manifest.*(unknown|not found)|not found: manifest|no such image|: not found/i,
    code: 'image.not-found',
    sentence: image => `The registry has no image ${image}.`,
    fix: 'Check its name and tag in the Compose file.',
  },
  {
    pattern: /no matching manifest/i,
    code: 'image.not-for-this-server',
    sentence: image => `${image} is not made for this kind of processor.`,
    fix: "Choose a tag for the server's architecture.",
  },
  {
    pattern: /pull access denied|denied:|unauthorized|authentication required|no basic auth/i,
    code: 'image.pull-denied',
    sentence: image => `${image} does not exist in its registry, or it is private.`,
    fix: 'Check its name. Private images cannot be fetched: build from a Dockerfile in the repository instead.',
  },
  {
    pattern:
      /dial tcp|no such host|i\/o timeout|connection (refused|reset)|x509|TLS|EOF|deadline exceeded|request canceled|unreachable|http: server gave/i,
    code: 'image.registry-unreachable',
    sentence: image => `${image} is not on the server, and its registry cannot be reached from there.`,
    fix: 'Check the network of the server, then deploy again.',
  },
  {
    pattern: /invalid reference|repository name/i,
    code: 'image.invalid',
    sentence: image => `${image} cannot be the name of an image.`,
    fix: 'Write it as `name:tag` in the Compose file.',
  },
]

/** The engine's refusal to pull an image in words. */
export function pullRefusal(image: string, message: string): BuildProblem {
  const reason = REASONS.find(({ pattern }) => pattern.test(message))
  if (reason) return { code: reason.code, sentence: reason.sentence(image), fix: reason.fix }
  return {
    code: 'image.pull-failed',
    sentence: `${image} could not be fetched: ${shown(message)}`,
    fix: 'Check the name of the image and its registry, then deploy again.',
  }
}
