import * as z from 'zod'
import { composeService, refusal } from '../compose/service'

/** What the user set on the app; an empty field means "as detected". Paths are relative to the root directory. */
export const buildSettings = z.object({
  installCommand: z.string().max(1000).optional(),
  buildCommand: z.string().max(1000).optional(),
  startCommand: z.string().max(1000).optional(),
  /** Folder of ready files for the static server. */
  staticDirectory: z.string().max(200).optional(),
  pythonVersion: z.string().max(20).optional(),
  nodeVersion: z.string().max(20).optional(),
  /** Where the Compose file is, when it has no usual name. */
  composeFile: z.string().max(200).optional(),
  /** The service of the Compose file that answers requests. */
  webService: z.string().max(63).optional(),
})
export type BuildSettings = z.infer<typeof buildSettings>

const command = z.union([z.string(), z.array(z.string())])

/** How to build and run a repository: plain data, shown to the user and stored with the build. */
export const buildPlan = z.object({
  /** `python`, `node`, `static`, `dockerfile` or `compose`. */
  stack: z.string(),
  /** For example "Flask 3 under gunicorn, Python 3.11, pip". */
  title: z.string(),
  framework: z.string().nullable(),
  dockerfile: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('generated'), text: z.string() }),
    z.object({ kind: z.literal('repository'), path: z.string(), text: z.string() }),
    z.object({ kind: z.literal('compose'), path: z.string(), text: z.string() }),
  ]),
  /** The services of a Compose file, each with an image of its own. */
  services: z.array(composeService).optional(),
  /** By process type. `web` is always there. null: the image's own command. */
  processes: z.record(z.string(), z.object({ command: command.nullable() })),
  releaseCommand: z.string().nullable(),
  /** null: the image's single EXPOSE, else 8080. */
  port: z.number().int().nullable(),
  healthPath: z.string().nullable(),
  /** Kept out of the build context, .dockerignore syntax. */
  ignore: z.array(z.string()),
  evidence: z.array(z.object({ file: z.string(), says: z.string() })),
  warnings: z.array(z.object({ code: z.string(), sentence: z.string(), fix: z.string() })),
})
export type BuildPlan = z.infer<typeof buildPlan>

export const buildProblem = z.object({
  code: z.string(),
  sentence: z.string(),
  fix: z.string(),
  /** What a Compose file asks for and does not get. */
  refusals: z.array(refusal).optional(),
  /** Services of which one has to be chosen. */
  choices: z.array(z.string()).optional(),
})
export type BuildProblem = z.infer<typeof buildProblem>

export type Detection = { ok: true; plan: BuildPlan } | { ok: false; problem: BuildProblem }
