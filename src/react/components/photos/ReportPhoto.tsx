import { useMutation } from '@tanstack/react-query'
import { reportPhoto } from '../../../client/acts/on-photos.ts'
import { useClient } from '../../hooks/PaddockProvider.tsx'
import { DraftsOf } from '../../hooks/use-draft.ts'
import { FieldError } from '../shared/FieldError.tsx'
import { CommentForm } from './CommentForm.tsx'

/** Tells the operator what is wrong with a photo. */
export function ReportPhoto({ photoId, onLeave }: { photoId: string; onLeave: () => void }) {
  const client = useClient()
  const report = useMutation({ mutationFn: (reason: string) => reportPhoto(client, photoId, reason) })
  if (report.isSuccess) {
    return (
      <p className="pd-small" role="status">
        Reported. The operator looks at it; nobody here learns of it.
      </p>
    )
  }
  return (
    <DraftsOf value={photoId}>
      <CommentForm
        label="What is wrong with this photo?"
        submit="Report"
        draft="photo report"
        most={1_000}
        autoFocus
        onCancel={onLeave}
        onSubmit={(reason) => report.mutateAsync(reason)}
      />
      {report.error && <FieldError id="photo-report-problem">{report.error.message}</FieldError>}
    </DraftsOf>
  )
}
