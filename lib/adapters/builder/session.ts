import { randomUUID } from 'node:crypto'
import * as grpc from '@grpc/grpc-js'
import type { EngineClient } from '@/lib/adapters/engine/client'
import { METHODS, type Served, sessionServer } from './services'

export interface Session {
  id: string
  close(): void
}

/**
 * Opens a connection over which BuildKit asks us for the context, secrets and logins of one build. Sessions with the
 * same `sharedKey` let it keep what it was sent before, and ask for changed files only.
 */
export async function openSession(
  engine: EngineClient,
  served: Served,
  { sharedKey, signal }: { sharedKey: string; signal: AbortSignal },
): Promise<Session> {
  const id = randomUUID()
  const headers = {
    Upgrade: 'h2c',
    'X-Docker-Expose-Session-Uuid': id,
    'X-Docker-Expose-Session-Name': 'berth',
    'X-Docker-Expose-Session-Sharedkey': sharedKey,
    'X-Docker-Expose-Session-Grpc-Method': [...METHODS],
  }
  const socket = await engine.upgrade('/session', headers, signal)
  // A connection that breaks ends the build too, which tells of it.
  socket.on('error', () => socket.destroy())
  const server = sessionServer(served)
  server.createConnectionInjector(grpc.ServerCredentials.createInsecure()).injectConnection(socket)
  return {
    id,
    close() {
      server.forceShutdown()
      socket.destroy()
    },
  }
}
