import { importedPackages } from './mask'

export type ServerInterface = 'wsgi' | 'asgi'

export interface AppObject {
  /** Name of the object or factory in its module. */
  name: string
  /**
   * `object`: made by the framework's class; `made`: by calling a factory at the top level;
   * `passed`: defined or imported in a file named wsgi.py or asgi.py; `factory`: a function that makes it.
   */
  kind: 'object' | 'made' | 'passed' | 'factory'
  interface: ServerInterface
  framework: string | null
}

interface Framework {
  name: string
  /** Python package it is imported from. */
  package: string
  /** Class that makes the app. */
  type: RegExp
  interface: ServerInterface
}

export const FRAMEWORKS: Framework[] = [
  { name: 'FastAPI', package: 'fastapi', type: /^FastAPI$/, interface: 'asgi' },
  { name: 'Starlette', package: 'starlette', type: /^Starlette$/, interface: 'asgi' },
  { name: 'Litestar', package: 'litestar', type: /^Litestar$/, interface: 'asgi' },
  { name: 'Quart', package: 'quart', type: /^Quart$/, interface: 'asgi' },
  { name: 'Falcon', package: 'falcon', type: /^asgi\.App$/, interface: 'asgi' },
  { name: 'Falcon', package: 'falcon', type: /^(App|API)$/, interface: 'wsgi' },
  { name: 'Flask', package: 'flask', type: /^(Flask|APIFlask)$/, interface: 'wsgi' },
  { name: 'Flask', package: 'apiflask', type: /^APIFlask$/, interface: 'wsgi' },
  { name: 'Bottle', package: 'bottle', type: /^(Bottle|default_app)$/, interface: 'wsgi' },
]

const ASSIGNED_CALL =
  /^([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=[ \t]*(?:([A-Za-z_][\w.]*)\.)?([A-Za-z_]\w*)[ \t]*\(/gm
const FACTORY = /^(?:create_app|make_app|create_application|get_app|app_factory)$/
/** All parameters have defaults, so that a server can call it. */
const FACTORY_DEFINITION =
  /^def[ \t]+(create_app|make_app|create_application|get_app|app_factory)[ \t]*\(((?:[^()]|\([^()]*\))*)\)/gm

/** The best app object at the top level of one masked Python file. */
export function findAppObject(fileName: string, masked: string): AppObject | null {
  const imported = importedPackages(masked)
  const known = FRAMEWORKS.filter(framework => imported.has(framework.package))
  return assigned(fileName, masked, known) ?? passed(fileName, masked, known) ?? factory(masked, known)
}

function assigned(fileName: string, masked: string, known: Framework[]): AppObject | null {
  const found: AppObject[] = []
  for (const [, name = '', path = '', type = ''] of masked.matchAll(ASSIGNED_CALL)) {
    const qualified = path.endsWith('asgi') ? `asgi.${type}` : type
    const framework = known.find(one => one.type.test(qualified))
    if (framework) {
      found.push({ name, kind: 'object', interface: framework.interface, framework: framework.name })
    } else if (FACTORY.test(type)) {
      found.push({
        name,
        kind: 'made',
        interface: interfaceOf(fileName, known),
        framework: known[0]?.name ?? null,
      })
    }
  }
  return found.find(one => one.name === 'app' || one.name === 'application') ?? found[0] ?? null
}

function passed(fileName: string, masked: string, known: Framework[]): AppObject | null {
  if (!/^[aw]sgi\.py$/.test(fileName)) return null
  const name = ['application', 'app'].find(one =>
    new RegExp(
      `^(?:(?:async[ \\t]+)?def[ \\t]+${one}\\b|${one}[ \\t]*=|from[ \\t]+\\S+[ \\t]+import[^\\n]*\\b${one}\\b)`,
      'm',
    ).test(masked),
  )
  if (!name) return null
  return { name, kind: 'passed', interface: interfaceOf(fileName, known), framework: known[0]?.name ?? null }
}

function factory(masked: string, known: Framework[]): AppObject | null {
  const [framework] = known
  if (!framework) return null
  for (const [, name = '', parameters = ''] of masked.matchAll(FACTORY_DEFINITION)) {
    const needed = splitParameters(parameters).some(one => !one.includes('=') && !one.startsWith('*'))
    if (!needed) return { name, kind: 'factory', interface: framework.interface, framework: framework.name }
  }
  return null
}

function splitParameters(text: string): string[] {
  const flat = text.replace(/\[[^\]]*\]|\([^)]*\)/g, '')
  return flat
    .split(',')
    .map(one => one.trim())
    .filter(one => one !== '' && one !== '/')
}

/** By the file's name, else by the framework it imports. */
const interfaceOf = (fileName: string, known: Framework[]): ServerInterface =>
  fileName === 'asgi.py' ? 'asgi' : fileName === 'wsgi.py' ? 'wsgi' : (known[0]?.interface ?? 'wsgi')
