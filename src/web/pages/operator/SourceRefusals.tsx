import { listSourceRefusals } from '../../../client/operator/sources.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { timeAgo } from '../../../react/format.ts'
import { Endless } from './Endless.tsx'
import { useList } from './use-operator.ts'

/** The pages of a source that were refused, and why. */
export function SourceRefusals({ sourceId }: { sourceId: string }) {
  const now = useNow()
  const refusals = useList(['refusals', sourceId], (client, options) => listSourceRefusals(client, sourceId, options))
  return (
    <Endless list={refusals} none="Nothing is refused any more.">
      {(rows) => (
        <table className="operator-table">
          <thead>
            <tr>
              <th scope="col">Page</th>
              <th scope="col">Why</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ url, code, reason, at, kept }) => (
              <tr key={`${url} ${code} ${at}`}>
                <th scope="row">
                  <small>{url}</small>
                </th>
                <td data-title="Why">
                  {reason}
                  {kept && ' Its last good version is still shown.'}
                </td>
                <td data-title="When">{at ? timeAgo(at, now) : 'not known'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Endless>
  )
}
