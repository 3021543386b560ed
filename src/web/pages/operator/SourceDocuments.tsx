import { listSourceDocuments, withdrawDocument } from '../../../client/operator/sources.ts'
import { useNow } from '../../../react/components/shared/use-now.ts'
import { timeAgo } from '../../../react/format.ts'
import { say } from '../../../react/language/say.ts'
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
    <Endless list={documents} none={say('No document is shown.')}>
      {(rows) => (
        <table className="operator-table">
          <thead>
            <tr>
              <th scope="col">{say('Document')}</th>
              <th scope="col">{say('Read')}</th>
              <th scope="col">
                <span className="pd-hidden">{say('What to do')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, title, url, fetchedAt }) => (
              <tr key={id}>
                <th scope="row">
                  <Link href={`/documents/${id}`}>{title}</Link> <small>{url}</small>
                </th>
                <td data-title={say('Read')}>{timeAgo(fetchedAt, now)}</td>
                <td>
                  <button
                    type="button"
                    className="pd-link"
                    onClick={() =>
                      act({
                        key: `withdraw ${id}`,
                        title: say('Withdraw this document'),
                        says: say(
                          '“{title}” leaves search and readers at once and for good, also when its source still has it. Answers that cite it go with it.',
                          { title },
                        ),
                        confirm: say('Withdraw it'),
                        run: async (client, reason) => {
                          await withdrawDocument(client, id, reason)
                          return say('“{title}” is withdrawn.', { title })
                        },
                      })
                    }
                  >
                    {say('Withdraw')}
                    <span className="pd-hidden"> {title}</span>
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
