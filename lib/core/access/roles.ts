/** Rights inside a project, and which role has them. */
export const PERMISSIONS = [
  'project.view',
  'project.configure',
  'project.delete',
  'app.configure',
  'app.deploy',
  'app.delete',
  'variables.view',
  'variables.write',
  'variables.reveal',
  'logs.view',
] as const
export type Permission = (typeof PERMISSIONS)[number]

export const ROLES = ['OWNER', 'ADMIN', 'DEVELOPER', 'DEPLOYER', 'VIEWER'] as const
export type Role = (typeof ROLES)[number]

const VIEWER: Permission[] = ['project.view', 'logs.view']
const DEPLOYER: Permission[] = [...VIEWER, 'app.deploy']
const DEVELOPER: Permission[] = [...DEPLOYER, 'app.configure', 'variables.view', 'variables.write']
const ADMIN: Permission[] = [...DEVELOPER, 'variables.reveal', 'app.delete', 'project.configure']

const GRANTS: Record<Role, readonly Permission[]> = {
  OWNER: [...ADMIN, 'project.delete'],
  ADMIN,
  DEVELOPER,
  DEPLOYER,
  VIEWER,
}

export const TOKEN_SCOPES = ['READ', 'DEPLOY', 'WRITE'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

/** A token never has more than its owner's role, and at most this. */
const TOKEN_GRANTS: Record<TokenScope, readonly Permission[]> = {
  READ: ['project.view', 'logs.view', 'variables.view'],
  DEPLOY: ['project.view', 'logs.view', 'variables.view', 'app.deploy'],
  WRITE: PERMISSIONS,
}

export const roleMay = (role: Role, permission: Permission) => GRANTS[role].includes(permission)
export const tokenMay = (scope: TokenScope, permission: Permission) =>
  TOKEN_GRANTS[scope].includes(permission)
