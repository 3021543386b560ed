import { useState } from 'react'
import type { LogEntry } from '../../client/log.ts'
import { LogForm } from '../../react/components/garage/LogForm.tsx'
import { LogList } from '../../react/components/garage/LogList.tsx'
import { Notice } from '../../react/components/shared/Notice.tsx'
import { moneyIn } from '../../react/format.ts'
import { useVehicleDocuments } from '../../react/hooks/use-documents.ts'
import { useLog, useLogEdits } from '../../react/hooks/use-log.ts'
import { reasonOf, say } from '../../react/language/say.ts'
import { Papers } from '../../react/panels/Papers.tsx'
import { Failure } from '../shell/Failure.tsx'
import { PageWaiting } from './PageWaiting.tsx'

const blank = (): LogEntry => ({
  ...{ id: crypto.randomUUID(), kind: 'service', title: '', happened: '', mileage: null, doneBy: null, notes: null },
  ...{ isPrivate: false, cost: null, receiptId: null },
})

/** The log of one's own vehicle: entries added, changed and removed, with what they cost and their receipts. */
export function OwnLog({ vehicleId }: { vehicleId: string }) {
  const log = useLog(vehicleId)
  const papers = useVehicleDocuments(vehicleId)
  const { save, remove } = useLogEdits(vehicleId)
  const [edited, setEdited] = useState<LogEntry | null>(null)
  const [sure, setSure] = useState<string | null>(null)
  if (log.error && !log.data) return <Failure error={log.error} onRetry={log.refetch} />
  if (!log.data) return <PageWaiting />
  const edit = (entry: LogEntry | null) => {
    save.reset()
    setEdited(entry)
  }
  return (
    <section className="section" id="log" aria-labelledby="log-title">
      <h2 id="log-title">{say('Build and service log')}</h2>
      <p className="pd-small pd-quiet">
        {say(
          'Whoever sees the car sees its log, except entries that you keep to yourself. What it cost and the receipts are yours alone.',
        )}
      </p>
      {edited ? (
        <LogForm
          key={edited.id}
          entry={edited}
          log={log.data}
          papers={papers.data ?? []}
          onSave={(entry) => save.mutate(entry, { onSuccess: () => setEdited(null) })}
          onCancel={() => edit(null)}
          busy={save.isPending}
          error={save.error}
        />
      ) : (
        <button type="button" className="pd-button" onClick={() => edit(blank())}>
          {say('Add an entry')}
        </button>
      )}
      {remove.error && <Notice>{reasonOf(remove.error)}</Notice>}
      <LogList
        entries={log.data}
        acts={(entry) => (
          <p className="pd-row pd-small">
            {entry.isPrivate && <span className="pd-quiet">{say('Seen by you alone')}</span>}
            {entry.cost && <span className="pd-quiet">{moneyIn(entry.cost.currency, entry.cost.amount)}</span>}
            <button type="button" className="pd-link" onClick={() => edit(entry)}>
              {say('Change@act')}
              <span className="pd-hidden"> {entry.title}</span>
            </button>
            <button
              type="button"
              className="pd-link"
              onClick={() => (sure === entry.id ? remove.mutate(entry.id) : setSure(entry.id))}
            >
              {sure === entry.id ? say('Remove it; its receipt stays below') : say('Remove')}
              <span className="pd-hidden"> {entry.title}</span>
            </button>
          </p>
        )}
      />
      <Papers vehicleId={vehicleId} />
    </section>
  )
}
