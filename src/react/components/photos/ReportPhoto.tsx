import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { reportPhoto } from '../../../client/acts/report-photo.ts'
import { useClient } from '../../hooks/PaddockProvider.tsx'
import { DraftsOf } from '../../hooks/use-draft.ts'
import { reasonOf, say } from '../../language/say.ts'
import { FieldError } from '../shared/FieldError.tsx'
import { CommentForm } from './CommentForm.tsx'

/** Tells the operator what is wrong with a photo. */
export function ReportPhoto({ photoId }: { photoId: string }) {
  const client = useClient()
  const [open, setOpen] = useState(false)
  const report = useMutation({ mutationFn: (reason: string) => reportPhoto(client, photoId, reason) })
  if (report.isSuccess) {
    return (
      <p className="pd-small" role="status">
        {say('Reported. The operator looks at it; nobody here learns of it.')}
      </p>
    )
  }
  if (!open) {
    return (
      <button type="button" className="pd-link" onClick={() => setOpen(true)}>
        {say('Report photo')}
      </button>
    )
  }
  return (
    <DraftsOf value={photoId}>
      <CommentForm
        label={say('What is wrong with this photo?')}
        submit={say('Report')}
        draft="photo report"
        most={1_000}
        autoFocus
        onCancel={() => setOpen(false)}
        onSubmit={(reason) => report.mutateAsync(reason)}
      />
      {report.error && <FieldError id="photo-report-problem">{reasonOf(report.error)}</FieldError>}
    </DraftsOf>
  )
}
