import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { PageBody, PageHeader } from '@/components/shell/page-header'
import { projectPath, projectSettingsPath, sharedVariablesPath } from '@/components/shell/paths'
import { Tabs } from '@/components/ui/tabs'
import { VariablesEditor } from '@/components/variables/variables-editor'
import { roleMay } from '@/lib/core/access/roles'
import { readProject, readVariables } from '../../../../../reads'

interface SharedVariablesProps {
  params: Promise<{ project: string; environment: string }>
}

async function environmentOf(params: SharedVariablesProps['params']) {
  const { project: slug, environment: environmentSlug } = await params
  const project = await readProject(slug)
  const environment = project.environments.find(({ slug: one }) => one === environmentSlug)
  if (!environment) notFound()
  return { project, environment }
}

export async function generateMetadata({ params }: SharedVariablesProps): Promise<Metadata> {
  const { project, environment } = await environmentOf(params)
  return { title: `Shared variables · ${environment.name} · ${project.name}` }
}

export default async function SharedVariablesPage({ params }: SharedVariablesProps) {
  const { project, environment } = await environmentOf(params)
  const set = await readVariables(environment.variableSetId)
  return (
    <>
      <PageHeader
        crumbs={[
          { label: project.name, href: projectPath(project.slug) },
          { label: 'Project settings', href: projectSettingsPath(project.slug) },
        ]}
        title="Shared variables"
      >
        <Tabs
          label="Environments"
          tabs={project.environments.map(({ slug, name }) => ({
            href: sharedVariablesPath(project.slug, slug),
            label: name,
          }))}
        />
      </PageHeader>
      <PageBody>
        <p className="max-w-prose text-soft">
          Given to every app in {environment.name.toLowerCase()}. A variable of an app with the same name
          wins. What is saved here takes effect in an app with its next deployment.
        </p>
        <VariablesEditor
          key={set.id}
          set={set}
          writable={roleMay(project.role, 'variables.write')}
          deployTo={null}
        />
      </PageBody>
    </>
  )
}
