import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { CONTRACT } from '@/lib/api/contract'
import { openApiDocument } from '@/lib/api/openapi'

const document = openApiDocument({ version: '1.2.3', publicUrl: 'https://panel.example.test' })
// As a client gets it.
const sent = JSON.parse(JSON.stringify(document))

describe('the OpenAPI document', () => {
  test('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    expect(await validator.validate(structuredClone(sent))).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  test('describes every request of the contract once', () => {
    const described = Object.entries<Record<string, { operationId: string }>>(sent.paths).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(
          ([method, { operationId }]) => `${operationId} ${method.toUpperCase()} ${path}`,
        ),
    )
    for (const [name, { method, path }] of Object.entries(CONTRACT)) {
      expect(described.filter(line => line === `${name} ${method} ${path}`)).toHaveLength(1)
    }
    expect(new Set(described.map(line => line.split(' ')[0])).size).toBe(described.length)
  })

  test('tells a client what a request needs', () => {
    const create = sent.paths['/projects/{projectId}/apps'].post
    expect(create.parameters.map(({ name }: { name: string }) => name)).toEqual(['projectId'])
    const { schema } = create.requestBody.content['application/json']
    expect(schema.required).toEqual(['name', 'repositoryUrl'])
    expect(schema.properties.projectId).toBeUndefined()
    const list = sent.paths['/audit'].get.parameters
    expect(list.map(({ name, in: place }: { name: string; in: string }) => `${place} ${name}`)).toEqual([
      'query projectId',
      'query limit',
      'query before',
    ])
    expect(sent.paths['/setup'].post.security).toEqual([])
  })

  test('holds no words of inputs that clients cannot send', () => {
    expect(JSON.stringify(sent)).not.toContain('undefined')
    expect(
      sent.paths['/account/tokens'].post.requestBody.content['application/json'].schema.properties.scope.enum,
    ).toEqual(['READ', 'DEPLOY', 'WRITE'])
  })
})
