// Builds the page, as a process of its own beside others.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPage } from './setup/page.mjs'

try {
  buildPage(dirname(dirname(fileURLToPath(import.meta.url))))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
