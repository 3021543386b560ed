import { listSourceDocuments, withdrawDocument } from '../../../client/operator/sources.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { timeAgo } from '../../../react/format.ts'
import { Link } from '../../router.tsx'
import { useAct } from './Acting.tsx'
import { Endless } from './Endless.tsx'
import { useList } from './use-operator.ts'

/** The documents of a source that readers see, each with the way to take it out. */
export function SourceDocuments({ sourceId }: { sourceId: string }) {
  const act = useAct()
  const now = useNow()
  const documents = useList(['documents', sourceId], (client, options) =>
    listSourceDocuments(client, sourceId, options),
  )
  return (
    <Endless list={documents} none="No document is shown.">
      {(rows) => (
        <table className="operator-table">
          <thead>
            <tr>
              <th scope="col">Document</th>
              <th scope="col">Read</th>
              <th scope="col">
                <span className="pd-hidden">What to do</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, title, url, fetchedAt }) => (
              <tr key={id}>
                <th scope="row">
                  <Link href={`/documents/${id}`}>{title}</Link> <small>{url}</small>
                </th>
                <td data-title="Read">{timeAgo(fetchedAt, now)}</td>
                <td>
                  <button
                    type="button"
                    className="pd-link"
                    onClick={() =>
                      act({
                        key: `withdraw ${id}`,
                        title: 'Withdraw this document',
                        says: `“${title}” leaves search and readers at once and for good, also when its source still has it. Answers that cite it go with it.`,
                        confirm: 'Withdraw it',
                        run: async (client, reason) => {
                          await withdrawDocument(client, id, reason)
                          return `“${title}” is withdrawn.`
                        },
                      })
                    }
                  >
                    Withdraw<span className="pd-hidden"> {title}</span>
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Endless>
  )
}
