'use client'

import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { Field } from '@/components/feedback/field'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent, DialogFooter } from '@/components/ui/dialog'
import { Textarea } from '@/components/ui/textarea'
import type { Edit, VariableRow } from './draft'
import { ImportPreview } from './import-preview'
import { readFile } from './use-incoming-text'

interface ImportDialogProps {
  /** null: closed; an empty text: the dialog asks for one. */
  text: string | null
  onText: (text: string | null) => void
  rows: VariableRow[]
  onApply: (changes: [name: string, edit: Edit][]) => void
}

/** Shows what the text of a `.env` file would change before it goes into the draft. */
export function ImportDialog({ text, onText, rows, onApply }: ImportDialogProps) {
  return (
    <Dialog open={text !== null} onOpenChange={open => open || onText(null)}>
      {text !== null && (
        <DialogContent
          title="Import a .env file"
          description="Nothing is saved yet: the changes go into your draft."
          className="max-w-2xl"
        >
          {text === '' ? (
            <TextForm onText={onText} />
          ) : (
            <ImportPreview key={text} text={text} rows={rows} onApply={onApply} />
          )}
        </DialogContent>
      )}
    </Dialog>
  )
}

function TextForm({ onText }: { onText: (text: string) => void }) {
  const [text, setText] = useState('')
  const chooser = useRef<HTMLInputElement>(null)
  const choose = async (file: File | undefined) => {
    const content = file ? await readFile(file) : null
    if (content) onText(content)
  }
  return (
    <>
      <Field
        label="Content of the file"
        help="Comments, quotes, export and values of many lines are understood."
      >
        {control => (
          <Textarea
            {...control}
            rows={8}
            className="max-h-[45dvh] font-mono text-xs"
            placeholder={'DATABASE_URL=postgres://…\nDEBUG=false'}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            value={text}
            onChange={event => setText(event.target.value)}
          />
        )}
      </Field>
      <input
        ref={chooser}
        type="file"
        className="hidden"
        aria-label="File with variables"
        onChange={event => void choose(event.target.files?.[0])}
      />
      <DialogFooter>
        <Button className="mr-auto" onClick={() => chooser.current?.click()}>
          <FileUp aria-hidden />
          Choose a file
        </Button>
        <DialogClose asChild>
          <Button>Cancel</Button>
        </DialogClose>
        <Button variant="primary" disabled={text.trim() === ''} onClick={() => onText(text)}>
          Preview
        </Button>
      </DialogFooter>
    </>
  )
}
