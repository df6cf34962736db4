'use client'

import Link from 'next/link'
import { useState } from 'react'
import { count } from '@/components/feedback/format'
import { RelativeTime } from '@/components/feedback/relative-time'
import { projectPath } from '@/components/shell/paths'
import { Input } from '@/components/ui/input'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import type { ProjectSummary } from '@/lib/operations/projects/schema'

/** From how many projects on a filter helps. */
const MANY = 8

export function ProjectTable({ projects }: { projects: ProjectSummary[] }) {
  const [query, setQuery] = useState('')
  const shown = projects.filter(({ name }) => name.toLowerCase().includes(query.trim().toLowerCase()))
  return (
    <div className="grid gap-3">
      {projects.length >= MANY && (
        <Input
          type="search"
          aria-label="Filter projects"
          placeholder="Filter projects"
          className="max-w-64"
          value={query}
          onChange={event => setQuery(event.target.value)}
        />
      )}
      <Table label="Projects">
        <TableHeader>
          <tr>
            <TableHead>Name</TableHead>
            <TableHead>Apps</TableHead>
            <TableHead className="max-sm:hidden">Environments</TableHead>
            <TableHead className="text-right max-sm:hidden">Created</TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {shown.map(project => (
            <TableRow key={project.id} className="relative">
              <TableCell>
                <Link
                  href={projectPath(project.slug)}
                  className="rounded-sm font-medium after:absolute after:inset-0"
                >
                  {project.name}
                </Link>
              </TableCell>
              <TableCell className="whitespace-nowrap text-soft">{count(project.appCount, 'app')}</TableCell>
              <TableCell className="text-soft max-sm:hidden">
                {project.environments.map(({ name }) => name).join(', ')}
              </TableCell>
              <TableCell className="whitespace-nowrap text-right text-soft max-sm:hidden">
                <RelativeTime at={project.createdAt} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {shown.length === 0 && <p className="text-soft">No project is called "{query}".</p>}
    </div>
  )
}
