import type { Connector } from '../../document.ts'
import { endingOf } from '../name.ts'
import { HtmlReader } from './in-worker.ts'
import { mostHtmlBytes, tooMuchMarkup } from './limits.ts'

const reader = new HtmlReader()

/**
 * Web pages: threads post by post, listings with their prices, and everything else as an article without its frame. They are read in a
 * thread that can be ended: markup can be made to take any time, and whoever serves others meanwhile must not wait for it.
 */
export const htmlPage: Connector = {
  name: 'HTML',
  accepts: ({ mediaType, url }) =>
    /^(?:text\/html|application\/xhtml\+xml)$/.test(mediaType) || /^x?html?$/.test(endingOf(url)),
  read: async (fetched, hints) => {
    if (fetched.body.byteLength <= mostHtmlBytes) return await reader.read(fetched, hints)
    return { documents: [], refused: [{ url: fetched.url, code: 'too_large', reason: tooMuchMarkup }] }
  },
}
