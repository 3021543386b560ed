import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's own folder, the same whether this runs from `src/server/` or from `dist/server/`. */
export const packageFolder = findPackage(dirname(fileURLToPath(import.meta.url)))

export const supabaseFolder = join(packageFolder, 'supabase')

/** The page that Vite built. */
export const webFolder = join(packageFolder, 'dist', 'web')

/** The same pages, to be rendered by the server. */
export const renderModule = join(packageFolder, 'dist', 'render', 'render.js')

function findPackage(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error('package.json is missing from the paddock package; install it again.')
  return findPackage(parent)
}
