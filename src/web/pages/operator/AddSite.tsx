import { addSite } from '../../../client/operator/sources.ts'
import { sourceKinds } from '../../../client/sources.ts'
import { kindName } from '../../../react/components/specs/spec-names.ts'
import { say } from '../../../react/language/say.ts'
import { useAct } from './Acting.tsx'

/** Points the library at a site. */
export function AddSite() {
  const act = useAct()
  return (
    <p className="operator-add">
      <button
        type="button"
        className="pd-button"
        onClick={() =>
          act({
            key: 'add site',
            title: say('Add a site'),
            says: say(
              'Its crawl begins within seconds, by the manners that robots.txt and its headers ask for, and again every day. Files are added with npx paddock sources add.',
            ),
            confirm: say('Add it'),
            fields: {
              url: { label: say('Address'), type: 'url' },
              title: { label: say('Title') },
              kind: {
                label: say('Kind'),
                value: 'article',
                options: sourceKinds.filter((kind) => kind !== 'owner_document').map((kind) => [kind, kindName(kind)]),
              },
              authority: {
                label: say('Authority, from 0 (anybody’s word) to 1 (the factory’s)'),
                value: '0.5',
                type: 'number',
              },
              licence: { label: say('Licence'), optional: true },
            },
            run: async (client, reason, { url = '', title = '', kind = '', authority, licence = '' }) => {
              await addSite(client, { url, title, kind, authority: Number(authority), licence }, reason)
              return say('{title} is added. Its crawl begins within seconds.', { title })
            },
          })
        }
      >
        {say('Add a site')}
      </button>
    </p>
  )
}
