import { listSourceRefusals } from '../../../client/operator/sources.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { timeAgo } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
import { Endless } from './Endless.tsx'
import { useList } from './use-operator.ts'

/** The pages of a source that were refused, and why. */
export function SourceRefusals({ sourceId }: { sourceId: string }) {
  const now = useNow()
  const refusals = useList(['refusals', sourceId], (client, options) => listSourceRefusals(client, sourceId, options))
  return (
    <Endless list={refusals} none={say('Nothing is refused any more.')}>
      {(rows) => (
        <table className="operator-table">
          <thead>
            <tr>
              <th scope="col">{say('Page')}</th>
              <th scope="col">{say('Why')}</th>
              <th scope="col">{say('When')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ url, code, reason, at, kept }) => (
              <tr key={`${url} ${code} ${at}`}>
                <th scope="row">
                  <small>{url}</small>
                </th>
                <td data-title={say('Why')}>
                  {reason}
                  {kept && say(' Its last good version is still shown.')}
                </td>
                <td data-title={say('When')}>{at ? timeAgo(at, now) : say('not known')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Endless>
  )
}
