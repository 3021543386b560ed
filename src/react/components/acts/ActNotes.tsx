import { useEffect } from 'react'
import type { WaitingAct } from '../../../client/acts/index.ts'
import { returnDraft } from '../../drafts.ts'
import { useActs } from '../../hooks/use-acts.ts'
import { reasonOf, say } from '../../language/say.ts'
import { actInWords, draftOfAct } from './act-words.ts'

/** Acts that wait for a connection, with a way to take each back; and those that were given back, with the reason. */
export function ActNotes({ acts }: { acts: readonly WaitingAct[] }) {
  return (
    <ul className="pd-act-notes" role="status" aria-label={say('Not sent yet')}>
      {acts.map((each) => (
        <li key={each.id}>{each.refused ? <GivenBack act={each} /> : <Waits act={each} />}</li>
      ))}
    </ul>
  )
}

function Waits({ act: { id, act } }: { act: WaitingAct }) {
  return (
    <>
      <Words act={act} />
      <p className="pd-row pd-small">
        {say('Waiting for a connection.')}
        <TakeBack id={id}>{say('Take it back')}</TakeBack>
      </p>
    </>
  )
}

function GivenBack({ act: { id, act, refused } }: { act: WaitingAct }) {
  const acts = useActs()
  const isInForm = refused?.inForm ?? false
  const mayReturn = refused?.code !== 'made_before_signing_in'
  useEffect(() => {
    const draft = draftOfAct(act)
    if (!isInForm && mayReturn && draft && returnDraft(draft.key, draft.value)) {
      void acts.load().then((engine) => engine.markInForm(id))
    }
  }, [acts, act, id, isInForm, mayReturn])
  const sendAgain = () => void acts.load().then((engine) => engine.sendAgain(id))
  return (
    <>
      {isInForm ? <p className="pd-small">{say('Your words are back in the form.')}</p> : <Words act={act} />}
      <p className="pd-small pd-problem">{refused && reasonOf(refused)}</p>
      <p className="pd-row pd-small">
        {!isInForm && (
          <button type="button" className="pd-link" onClick={sendAgain}>
            {say('Send it now')}
          </button>
        )}
        <TakeBack id={id}>{isInForm ? say('Close') : say('Discard')}</TakeBack>
      </p>
    </>
  )
}

function Words({ act }: Pick<WaitingAct, 'act'>) {
  const { what, text } = actInWords(act)
  return (
    <p>
      {what}
      {text && (
        <>
          {': '}
          <q>{text}</q>
        </>
      )}
    </p>
  )
}

function TakeBack({ id, children }: { id: string; children: string }) {
  const acts = useActs()
  return (
    <button type="button" className="pd-link" onClick={() => void acts.load().then((engine) => engine.takeBack(id))}>
      {children}
    </button>
  )
}
