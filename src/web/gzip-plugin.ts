import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const text = /\.(css|html|js|json|svg)$/
/** Below this packing saves a few bytes at most. */
const worthwhile = 500

/** How much zlib looks at together: which packs best differs by file. */
const windows = [7, 8, 9]

const packed = (content: string | Uint8Array) =>
  windows
    .map((memLevel) => gzipSync(content, { level: 9, memLevel }))
    .reduce((best, other) => (other.length < best.length ? other : best))

/** Lays a packed copy beside every text file, `index.js.gz` beside `index.js`, for the server to send. */
export function gzip(): Plugin {
  return {
    name: 'paddock-gzip',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          const content = file.type === 'chunk' ? file.code : file.source
          if (!text.test(fileName) || content.length < worthwhile) continue
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: packed(content) })
        }
      },
    },
  }
}
