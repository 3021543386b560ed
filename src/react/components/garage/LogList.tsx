import type { ReactNode } from 'react'
import type { LogEntry } from '../../../client/log.ts'
import { count } from '../../format.ts'
import { say } from '../../language/say.ts'
import { happenedInWords, kindWords } from './log-words.ts'

/** A log as a line of time, the latest first. */
export function LogList({ entries, acts }: { entries: LogEntry[]; acts?: (entry: LogEntry) => ReactNode }) {
  return (
    <ol className="pd-log">
      {entries.map((entry) => (
        <li key={entry.id}>
          <p className="pd-log-when">
            <time dateTime={entry.happened}>{happenedInWords(entry.happened)}</time>
            {entry.mileage && <span>{`${count(entry.mileage.value)} ${entry.mileage.unit}`}</span>}
          </p>
          <div>
            <p>
              <bdi>{entry.title}</bdi>
            </p>
            <p className="pd-small pd-quiet">
              {say(kindWords[entry.kind])}
              {entry.doneBy && (
                <>
                  {say('by')} <bdi>{entry.doneBy}</bdi>
                </>
              )}
            </p>
            {entry.notes && <p className="pd-log-notes pd-small">{entry.notes}</p>}
            {acts?.(entry)}
          </div>
        </li>
      ))}
    </ol>
  )
}
