'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '@/components/ui/button'

const CreateTokenDialog = dynamic(
  () => import('./create-token-dialog').then(module => module.CreateTokenDialog),
  { ssr: false },
)

export function CreateToken() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Plus aria-hidden />
        Create token
      </Button>
      {open && <CreateTokenDialog close={() => setOpen(false)} />}
    </>
  )
}
