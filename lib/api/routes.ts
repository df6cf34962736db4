import { webRuntime } from '@/lib/runtime'
import { handleAuth } from './auth-route'
import { API_HEADERS, handleApi } from './endpoint'
import { handleHealth } from './health'
import { handleDeploymentEvents, handleRuntimeLogEvents } from './log-events'
import { openApiDocument } from './openapi'
import { handleWebhook } from './webhook-route'

// The handlers of app/api, joined to the web process's parts. Tests call the handlers with parts of their own.

export const apiRoute = (request: Request) => handleApi(webRuntime(), request)

export const authRoute = (request: Request, { params }: { params: Promise<{ nextauth: string[] }> }) =>
  handleAuth(webRuntime(), request, params)

export const healthRoute = () => handleHealth(webRuntime())

export const deploymentEventsRoute = async (
  request: Request,
  { params }: { params: Promise<{ deploymentId: string }> },
) => handleDeploymentEvents(webRuntime(), request, (await params).deploymentId)

export const runtimeLogEventsRoute = async (
  request: Request,
  { params }: { params: Promise<{ appEnvironmentId: string }> },
) => handleRuntimeLogEvents(webRuntime(), request, (await params).appEnvironmentId)

export const webhookRoute = async (
  request: Request,
  { params }: { params: Promise<{ provider: string; appId: string }> },
) => handleWebhook(webRuntime(), request, await params)

/** The same as long as the process lives, and some work to make. */
let openApi: ReturnType<typeof openApiDocument> | undefined
export const openApiRoute = () => {
  openApi ??= openApiDocument(webRuntime().settings)
  return Response.json(openApi, { headers: API_HEADERS })
}
