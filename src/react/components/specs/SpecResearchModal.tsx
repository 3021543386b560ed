import { type FormEvent, type MouseEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import type { ResearchEvidence, ResearchStep } from '../../../client/research.ts'
import { useMember } from '../../hooks/PaddockProvider.tsx'
import { DraftsOf, isText, useDraft } from '../../hooks/use-draft.ts'
import { useReportResearch, useResearch } from '../../hooks/use-research.ts'
import { reasonOf, say } from '../../language/say.ts'
import { useLinks } from '../../links.tsx'
import { FieldError } from '../shared/FieldError.tsx'
import { Icon } from '../shared/Icon.tsx'
import { ResearchAnswer } from './ResearchAnswer.tsx'
import { specName } from './spec-names.ts'

export type SpecResearchModalProps = {
  vehicleId: string
  spec: string
  onClose: () => void
  /** Where a document is opened at the quoted words; the provider's link unless told. */
  documentHref?: (evidence: ResearchEvidence) => string
}

/** What the sources say of a spec: a dialog on a desktop, a sheet on a phone. */
export function SpecResearchModal({ vehicleId, spec, onClose, documentHref }: SpecResearchModalProps) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const links = useLinks()
  const href = documentHref ?? links?.document
  const research = useResearch(vehicleId, spec)
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element?.open) element?.showModal()
    return () => element?.close()
  }, [])
  const onBackdrop = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by keyboard
    <dialog ref={dialog} className="pd-research-dialog" aria-labelledby={id} onClose={onClose} onClick={onBackdrop}>
      <div className="pd-research-body">
        <div className="pd-research-head">
          <h2 id={id}>{specName(spec)}</h2>
          <button type="button" className="pd-icon-button" onClick={onClose} aria-label={say('Close')}>
            <Icon name="close" />
          </button>
        </div>
        {research.data ? (
          <>
            <ResearchAnswer research={research.data} href={href} />
            <DraftsOf value={vehicleId}>
              <Report vehicleId={vehicleId} spec={research.data.spec} />
            </DraftsOf>
          </>
        ) : research.error ? (
          <div role="alert">
            <p className="pd-claim">{say('The research could not be done.')}</p>
            <p className="pd-quiet">{reasonOf(research.error)}</p>
            <button type="button" className="pd-button" onClick={() => research.refetch()}>
              {say('Try again')}
            </button>
          </div>
        ) : (
          <Steps steps={research.steps} />
        )}
      </div>
    </dialog>
  )
}

const order: ResearchStep['step'][] = ['framed', 'gathered', 'reading', 'decided']
const stepTitles: Record<string, string> = {
  framed: 'Question framed',
  gathered: 'Documents gathered',
  reading: 'Reading and quoting',
  decided: 'Weighed',
}

function Steps({ steps }: { steps: ResearchStep[] }) {
  const done = new Set(steps.map(({ step }) => step))
  const next = order.find((step) => !done.has(step))
  const gathered = steps.find(({ step }) => step === 'gathered')?.documents
  return (
    <ol className="pd-research-steps" aria-label={say('Researching')} aria-live="polite">
      {order.map((step) => (
        <li
          key={step}
          className={done.has(step) ? 'pd-done' : undefined}
          aria-current={step === next ? 'step' : undefined}
        >
          {say(stepTitles[step] ?? step)}
          {step === 'gathered' && gathered !== undefined && (
            <small> {say('{gathered} document|{gathered} documents', { gathered })}</small>
          )}
        </li>
      ))}
    </ol>
  )
}

/** For members: says that the answer is wrong, which holds it for review. */
function Report({ vehicleId, spec }: { vehicleId: string; spec: string }) {
  const member = useMember()
  const report = useReportResearch(vehicleId, spec)
  const [chosen, setOpen] = useState<boolean | null>(null)
  const [reason, setReason, , send] = useDraft(`wrong ${spec}`, '', isText)
  const id = useId()
  if (!member) return null
  if (report.isSuccess) return <p role="status">{say('Thank you. The answer is held for review.')}</p>
  // Words that were not sent are seen at once.
  if (!(chosen ?? reason !== '')) {
    return (
      <button type="button" className="pd-link" onClick={() => setOpen(true)}>
        {say('Report a wrong value')}
      </button>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (report.isPending) return
    setOpen(true)
    void send(report.mutateAsync(reason)).catch(() => {}) // shown below the field
  }
  return (
    <form className="pd-form" onSubmit={submit}>
      <div className="pd-field">
        <label htmlFor={id}>{say('What is wrong with it?')}</label>
        <textarea
          id={id}
          rows={2}
          maxLength={1000}
          required
          value={reason}
          aria-invalid={report.isError}
          onChange={(event) => {
            setOpen(true)
            setReason(event.target.value)
          }}
        />
        {report.error && <FieldError id={`${id}-error`}>{reasonOf(report.error)}</FieldError>}
      </div>
      <button type="submit" className="pd-button" aria-disabled={report.isPending}>
        {report.isPending ? say('Sending …') : say('Send report')}
      </button>
    </form>
  )
}
