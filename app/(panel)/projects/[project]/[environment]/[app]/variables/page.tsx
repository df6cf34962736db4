import { PendingChanges } from '@/components/apps/pending-changes'
import { PageBody } from '@/components/shell/page-header'
import { sharedVariablesPath } from '@/components/shell/paths'
import { InheritedVariables } from '@/components/variables/inherited-variables'
import { VariablesEditor } from '@/components/variables/variables-editor'
import { roleMay } from '@/lib/core/access/roles'
import { readProject, readVariables } from '../../../../../reads'
import { type AppPageProps, appOf, titleOf } from '../place'

export const generateMetadata = titleOf('Variables')

export default async function VariablesPage(props: AppPageProps) {
  const { app, place } = await appOf(props)
  const [project, own, shared] = await Promise.all([
    readProject(place.project),
    readVariables(app.variableSetId),
    readVariables(app.sharedVariableSetId),
  ])
  const ownNames = new Set(own.variables.map(({ name }) => name))
  const both = shared.variables.map(({ name }) => name).filter(name => ownNames.has(name))
  return (
    <PageBody>
      <PendingChanges app={app} place={place} reviewed />
      <VariablesEditor
        key={own.id}
        set={own}
        writable={roleMay(project.role, 'variables.write')}
        deployTo={app.release && roleMay(project.role, 'app.deploy') ? place : null}
        remarks={new Map(both.map(name => [name, 'Overrides shared']))}
      />
      <InheritedVariables
        key={shared.id}
        set={shared}
        environmentName={app.environmentName}
        editPath={sharedVariablesPath(place.project, place.environment)}
        remarks={new Map(both.map(name => [name, 'Overridden']))}
      />
    </PageBody>
  )
}
