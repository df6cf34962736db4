import protobuf from 'protobufjs'

/**
 * The messages of BuildKit that are used here, as its own .proto files have them (session/{auth,secrets,filesync},
 * fsutil/types, api/services/control). Kept as text, so that a bundled worker needs no files beside it.
 */
const SOURCES = [
  `syntax = "proto3"; package moby.filesync.v1;
  message CredentialsRequest { string Host = 1; }
  message CredentialsResponse { string Username = 1; string Secret = 2; }`,

  `syntax = "proto3"; package moby.buildkit.secrets.v1;
  message GetSecretRequest { string ID = 1; map<string, string> annotations = 2; }
  message GetSecretResponse { bytes data = 1; }`,

  `syntax = "proto3"; package grpc.health.v1;
  message HealthCheckRequest { string service = 1; }
  message HealthCheckResponse { int32 status = 1; }`,

  `syntax = "proto3"; package fsutil.types;
  message Packet { int32 type = 1; Stat stat = 2; uint32 ID = 3; bytes data = 4; }
  message Stat {
    string path = 1; uint32 mode = 2; uint32 uid = 3; uint32 gid = 4; int64 size = 5; int64 modTime = 6;
    string linkname = 7; int64 devmajor = 8; int64 devminor = 9;
  }`,

  `syntax = "proto3"; package moby.buildkit.v1;
  message StatusResponse { repeated Vertex vertexes = 1; repeated VertexLog logs = 3; }
  message Vertex {
    string digest = 1; string name = 3; bool cached = 4; Timestamp started = 5; Timestamp completed = 6; string error = 7;
  }
  message VertexLog { string vertex = 1; Timestamp timestamp = 2; int64 stream = 3; bytes msg = 4; }
  message Timestamp { int64 seconds = 1; int32 nanos = 2; }`,
]

const root = new protobuf.Root()
for (const source of SOURCES) protobuf.parse(source, root, { keepCase: true })

export interface Codec<T> {
  encode(value: T): Buffer
  decode(bytes: Uint8Array): T
}

/** Fields that are absent are read as their empty value; messages that are absent as null. */
function codec<T extends object>(name: string): Codec<T> {
  const type = root.lookupType(name)
  return {
    encode: value => Buffer.from(type.encode(value).finish()),
    decode: bytes => type.toObject(type.decode(bytes), { longs: Number, defaults: true, arrays: true }) as T,
  }
}

/** 64 bits; numbers of JavaScript hold 53. */
export interface Int64 {
  low: number
  high: number
  unsigned: false
}
export const int64 = (value: bigint): Int64 => ({
  low: Number(BigInt.asIntN(32, value)),
  high: Number(BigInt.asIntN(32, value >> 32n)),
  unsigned: false,
})

export interface Timestamp {
  seconds: number
  nanos: number
}
export interface Vertex {
  digest: string
  name: string
  cached: boolean
  started: Timestamp | null
  completed: Timestamp | null
  error: string
}
export interface VertexLog {
  vertex: string
  timestamp: Timestamp | null
  stream: number
  msg: Uint8Array
}
export interface Stat {
  path: string
  /** Bits of Go's os.FileMode. */
  mode: number
  size: number
  modTime: Int64
  linkname: string
}
export const PACKET = { stat: 0, request: 1, data: 2, finish: 3, error: 4 } as const
export interface Packet {
  type: number
  stat?: Stat | null
  ID?: number
  data?: Uint8Array
}

export const status = codec<{ vertexes: Vertex[]; logs: VertexLog[] }>('moby.buildkit.v1.StatusResponse')
export const packet = codec<Packet>('fsutil.types.Packet')
export const credentialsRequest = codec<{ Host: string }>('moby.filesync.v1.CredentialsRequest')
export const credentialsResponse = codec<{ Username?: string; Secret?: string }>(
  'moby.filesync.v1.CredentialsResponse',
)
export const secretRequest = codec<{ ID: string }>('moby.buildkit.secrets.v1.GetSecretRequest')
export const secretResponse = codec<{ data: Uint8Array }>('moby.buildkit.secrets.v1.GetSecretResponse')
export const healthRequest = codec<{ service: string }>('grpc.health.v1.HealthCheckRequest')
export const healthResponse = codec<{ status: number }>('grpc.health.v1.HealthCheckResponse')
