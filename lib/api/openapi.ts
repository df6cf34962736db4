import * as z from 'zod'
import { CONTRACT, type OperationName } from './contract'
import { ACCEPTED } from './endpoint'
import { REGISTRY } from './registry'
import { sessionCookieName } from './session-cookie'

type Json = { [key: string]: unknown }

/** The OpenAPI 3.1 document of the API, made from the contract and the schemas that check its requests. */
export function openApiDocument(settings: { version: string; publicUrl: string }): Json {
  const paths: Record<string, Json> = {}
  for (const name of Object.keys(CONTRACT) as OperationName[]) {
    const { method, path } = CONTRACT[name]
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(name) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Berth', version: settings.version, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: `${settings.publicUrl}/api/v1` }],
    security: [{ token: [] }, { session: [] }],
    paths: { ...paths, ...EVENT_STREAMS },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token, made in the settings.' },
        session: { type: 'apiKey', in: 'cookie', name: sessionCookieName(settings) },
      },
      responses: { Error: { description: 'A refusal', content: { 'application/json': { schema: ERROR } } } },
    },
  }
}

function describe(name: OperationName): Json {
  const { method, path, summary } = CONTRACT[name]
  const { input, output, access } = REGISTRY[name]
  const schema = schemaOf(input, 'input')
  const properties = z.record(z.string(), z.unknown()).parse(schema.properties ?? {})
  const required = z.array(z.string()).parse(schema.required ?? [])
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1] ?? '')
  const rest = Object.keys(properties).filter(key => !inPath.includes(key))
  const hasBody = method === 'POST' || method === 'PATCH'
  return {
    operationId: name,
    summary,
    tags: [name.split('.')[0]],
    ...(access.kind === 'public' ? { security: [] } : {}),
    parameters: [
      ...inPath.map(key => ({ name: key, in: 'path', required: true, schema: properties[key] ?? {} })),
      ...(hasBody
        ? []
        : rest.map(key => ({
            name: key,
            in: 'query',
            required: required.includes(key),
            schema: properties[key],
          }))),
    ],
    ...(hasBody && rest.length > 0 ? { requestBody: body(pick(properties, rest), required) } : {}),
    responses: {
      [ACCEPTED.has(name) ? '202' : '200']: {
        description: ACCEPTED.has(name) ? 'Accepted' : 'Done',
        content: { 'application/json': { schema: schemaOf(output, 'output') } },
      },
      default: { $ref: '#/components/responses/Error' },
    },
  }
}

const pick = (properties: Json, keys: string[]): Json =>
  Object.fromEntries(keys.map(key => [key, properties[key]]))

function body(properties: Json, required: string[]): Json {
  const needed = required.filter(key => key in properties)
  const schema = { type: 'object', properties, ...(needed.length > 0 ? { required: needed } : {}) }
  return { required: needed.length > 0, content: { 'application/json': { schema } } }
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const text = { type: 'string' }
const textOrNull = { type: ['string', 'null'] }
const ERROR: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'fix', 'field', 'details', 'requestId'],
      properties: {
        code: text,
        message: text,
        fix: textOrNull,
        field: textOrNull,
        details: { type: 'object' },
        requestId: text,
      },
    },
  },
}

const stream = (operationId: string, id: string, summary: string): Json => ({
  get: {
    operationId,
    summary,
    tags: ['events'],
    parameters: [
      { name: id, in: 'path', required: true, schema: text },
      { name: 'after', in: 'query', required: false, schema: { type: 'integer', minimum: 0 } },
      { name: 'Last-Event-ID', in: 'header', required: false, schema: text },
    ],
    responses: {
      '200': { description: 'Server-sent events', content: { 'text/event-stream': { schema: text } } },
      default: { $ref: '#/components/responses/Error' },
    },
  },
})

/** The two streams, which are no operations of the contract. */
const EVENT_STREAMS: Json = {
  '/deployments/{deploymentId}/events': stream(
    'deployments.events',
    'deploymentId',
    'A deployment and its log as they go',
  ),
  '/app-environments/{appEnvironmentId}/log/events': stream(
    'logs.events',
    'appEnvironmentId',
    'The runtime log as it is written',
  ),
}
