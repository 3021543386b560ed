// npm run build: everything that the published package needs, into dist/.
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildPage } from './setup/page.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const compiled = ['src', 'supabase'].map((folder) => join(root, 'dist', folder))

for (const folder of compiled) rmSync(folder, { recursive: true, force: true })
buildPage(root)
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
if (status !== 0) process.exit(1)

// Styles and fonts go along as they are.
cpSync(join(root, 'src', 'react'), join(root, 'dist', 'src', 'react'), {
  recursive: true,
  filter: (file) => !['.ts', '.tsx'].includes(extname(file)),
})

// So do the documents of the demo's library and the fonts of dossiers.
for (const folder of ['demo/library', 'dossier/fonts'])
  cpSync(join(root, 'src/server', folder), join(root, 'dist/src/server', folder), { recursive: true })
