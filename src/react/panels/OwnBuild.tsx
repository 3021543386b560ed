import { useLayoutEffect, useState } from 'react'
import { betTypes } from '../../client/bet-types.ts'
import { awaitsConfirmation, type Outcome } from '../../client/outcomes.ts'
import type { Question } from '../../client/questions.ts'
import { BuildForm, buildDraft, isBuildDraft } from '../components/garage/BuildForm.tsx'
import { EvidenceNote } from '../components/shared/EvidenceNote.tsx'
import { LoadFailure, Waiting } from '../components/shared/LoadStates.tsx'
import { Notice } from '../components/shared/Notice.tsx'
import { readDraft, returned } from '../drafts.ts'
import { useMember } from '../hooks/PaddockProvider.tsx'
import { useVehicleDocuments } from '../hooks/use-documents.ts'
import { DraftsOf } from '../hooks/use-draft.ts'
import { useOwnBuilds } from '../hooks/use-own-builds.ts'
import { useOutcomes, useQuestions } from '../hooks/use-questions.ts'
import { reasonOf, say } from '../language/say.ts'

/** The owner says that the build is complete, sees how far that is, and takes it back while nothing rests on it; for the owner. */
export function OwnBuild({ vehicleId }: { vehicleId: string }) {
  const outcomes = useOutcomes(vehicleId)
  const questions = useQuestions(vehicleId)
  if (outcomes.error && !outcomes.data) return <LoadFailure error={outcomes.error} onRetry={outcomes.refetch} />
  if (!outcomes.data) return <Waiting />
  const builds = outcomes.data.filter(({ kind }) => kind === 'build_completed')
  const standing = builds.find(({ confirmedAt }) => confirmedAt !== null) ?? builds.find(awaitsConfirmation)
  if (standing) return <Standing vehicleId={vehicleId} outcome={standing} questions={questions.data ?? []} />
  return <Report vehicleId={vehicleId} declined={builds[0]} />
}

function Report({ vehicleId, declined }: { vehicleId: string; declined: Outcome | undefined }) {
  const papers = useVehicleDocuments(vehicleId)
  const { report } = useOwnBuilds(vehicleId)
  const [open, setOpen] = useState(false)
  useLayoutEffect(() => {
    const show = () => isBuildDraft(readDraft(`${vehicleId} ${buildDraft}`)) && setOpen(true)
    show()
    addEventListener(returned, show)
    return () => removeEventListener(returned, show)
  }, [vehicleId])
  return (
    <div className="pd-owner-act">
      {declined?.declined && (
        <Notice>
          {say('An operator did not confirm your last report: “{reason}” You may enter another.', {
            reason: declined.declined.reason,
          })}
        </Notice>
      )}
      <p className="pd-small pd-quiet">
        {say(
          'Others see the day, what shows it and your note at once. It counts once somebody without an interest in it has confirmed it, and then answers what people have bet on. Bets from that day on are void, and their stakes go back.',
        )}
      </p>
      {open ? (
        <DraftsOf value={vehicleId}>
          <BuildForm
            papers={papers.data ?? []}
            onReport={report.mutateAsync}
            onCancel={() => setOpen(false)}
            busy={report.isPending}
            error={report.error}
          />
        </DraftsOf>
      ) : (
        <button type="button" className="pd-button" onClick={() => setOpen(true)}>
          {say('The build is complete')}
        </button>
      )}
    </div>
  )
}

type StandingProps = { vehicleId: string; outcome: Outcome; questions: Question[] }

function Standing({ vehicleId, outcome, questions }: StandingProps) {
  const member = useMember()
  const { withdraw } = useOwnBuilds(vehicleId)
  const [sure, setSure] = useState(false)
  const isAnswer = questions.some(
    ({ type, state }) => betTypes[type].shape === 'day' && /^(proposed|disputed|final)$/.test(state),
  )
  const isMine = outcome.reporter !== null && outcome.reporter.id === member?.id
  return (
    <div className="pd-owner-act">
      <EvidenceNote outcome={outcome} />
      {outcome.confirmedAt !== null && isAnswer && (
        <p className="pd-small pd-quiet">
          {say(
            'It answers what people have bet on. If it is wrong, object to that answer while it is open to dispute, or write to an operator.',
          )}
        </p>
      )}
      {withdraw.error && <Notice>{reasonOf(withdraw.error)}</Notice>}
      {isMine && !(outcome.confirmedAt !== null && isAnswer) && (
        <button
          type="button"
          className="pd-button"
          aria-disabled={withdraw.isPending}
          onClick={() => {
            if (!sure) setSure(true)
            else if (!withdraw.isPending) withdraw.mutate(outcome.id)
          }}
        >
          {sure ? say('Take it back: it is not complete') : say('Take it back')}
        </button>
      )}
    </div>
  )
}
