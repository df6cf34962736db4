import * as grpc from '@grpc/grpc-js'
import {
  type Codec,
  credentialsRequest,
  credentialsResponse,
  healthRequest,
  healthResponse,
  type Packet,
  packet,
  secretRequest,
  secretResponse,
} from './messages'
import { sendTree } from './send-tree'
import { type SourceTree, withoutIgnored } from './source-tree'

const SERVING = 1

/** What a build may ask us for. */
export interface Served {
  secrets: Record<string, string>
  /** By the names the Dockerfile frontend uses: `context` and `dockerfile`. */
  trees: { context: SourceTree; dockerfile: SourceTree }
}

/** The paths we answer on; BuildKit is told of them when the session opens. */
export const METHODS = [
  '/moby.filesync.v1.Auth/Credentials',
  '/moby.filesync.v1.FileSync/DiffCopy',
  '/moby.buildkit.secrets.v1.Secrets/GetSecret',
  '/grpc.health.v1.Health/Check',
] as const

/** A server for the services of one build's session. */
export function sessionServer(served: Served): grpc.Server {
  const server = new grpc.Server()
  const [credentials, diffCopy, getSecret, check] = METHODS
  server.addService(
    { Credentials: method(credentials, credentialsRequest, credentialsResponse) },
    // Registries are asked without a name; the engine's own login stays the engine's.
    { Credentials: unary<{ Host: string }, object>(() => ({})) },
  )
  server.addService(
    { GetSecret: method(getSecret, secretRequest, secretResponse) },
    { GetSecret: unary(({ ID }: { ID: string }) => secretOf(served.secrets, ID)) },
  )
  server.addService(
    { Check: method(check, healthRequest, healthResponse) },
    { Check: unary(() => ({ status: SERVING })) },
  )
  server.addService(
    { DiffCopy: { ...method(diffCopy, packet, packet), requestStream: true, responseStream: true } },
    { DiffCopy: sendWanted(served) },
  )
  return server
}

const method = <Q, S>(path: string, request: Codec<Q>, response: Codec<S>): grpc.MethodDefinition<Q, S> => ({
  path,
  requestStream: false,
  responseStream: false,
  requestSerialize: request.encode,
  requestDeserialize: request.decode,
  responseSerialize: response.encode,
  responseDeserialize: response.decode,
})

const unary =
  <Q, S>(answer: (request: Q) => S | null): grpc.handleUnaryCall<Q, S> =>
  ({ request }, respond) => {
    const found = answer(request)
    if (found === null) respond({ code: grpc.status.NOT_FOUND, details: 'not found' })
    else respond(null, found)
  }

function secretOf(secrets: Record<string, string>, id: string): { data: Uint8Array } | null {
  const value = Object.hasOwn(secrets, id) ? secrets[id] : undefined
  return value === undefined ? null : { data: Buffer.from(value) }
}

/** Offers BuildKit the part of a tree that it names in the request's metadata. */
const sendWanted =
  ({ trees }: Served): grpc.handleBidiStreamingCall<Packet, Packet> =>
  call => {
    const [name = ''] = values(call.metadata, 'dir-name')
    const tree = name === 'dockerfile' ? trees.dockerfile : name === 'context' ? trees.context : null
    if (!tree) {
      call.emit('error', { code: grpc.status.NOT_FOUND, details: `there is no folder ${name}` })
      return
    }
    const follow = values(call.metadata, 'followpaths')
    // Before the context itself the frontend asks for its .dockerignore, alone.
    const all = follow.length === 0 || follow.some(path => !path.endsWith('.dockerignore'))
    const wanted = all ? tree.entries : tree.entries.filter(({ path }) => follow.includes(path))
    const entries = withoutIgnored(wanted, values(call.metadata, 'exclude-patterns'))
    sendTree(call, { ...tree, entries })
  }

/** Newer engines encode what is not ASCII, and say so beside it. */
function values(metadata: grpc.Metadata, key: string): string[] {
  const encoded = metadata.get(`${key}-encoded`)[0] === '1'
  return metadata
    .get(key)
    .map(value => (encoded ? decodeURIComponent(String(value).replaceAll('+', ' ')) : String(value)))
}
