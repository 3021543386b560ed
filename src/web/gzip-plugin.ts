import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const text = /\.(css|html|js|json|svg)$/
/** Below this packing saves a few bytes at most. */
const worthwhile = 500

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
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(content, { level: 9 }) })
        }
      },
    },
  }
}
