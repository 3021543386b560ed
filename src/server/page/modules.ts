import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PageLanguage } from './language.ts'

const catalogues: Partial<Record<PageLanguage, string>> = { de: 'src/react/language/german/index.ts' }

type Manifest = Record<string, { file: string; imports?: string[] }>

/** Pages whose scripts are fetched with the first; the others' follow when they are gone to. */
const sources: [RegExp, string][] = [
  [/^\/$/, 'src/web/pages/discover/DiscoverPage.tsx'],
  [/^\/vehicles\/[^/]+\/?$/, 'src/web/pages/VehiclePage.tsx'],
  [/^\/vehicles\/[^/]+\/forecast\/?$/, 'src/web/pages/ForecastPage.tsx'],
  [/^\/people\/[^/]+\/?$/, 'src/web/pages/PersonPage.tsx'],
  [/^\/sources\/?$/, 'src/web/pages/SourcesPage.tsx'],
  [/^\/leaderboard\/?$/, 'src/web/pages/LeaderboardPage.tsx'],
]

/** Scripts of the page at an address that `index`, the built index.html, does not name itself. */
export async function modulesOf(
  folder: string,
  pathname: string,
  lang: PageLanguage,
  index: string,
): Promise<string[]> {
  const source = sources.find(([path]) => path.test(pathname))?.[1]
  const needed = [source, catalogues[lang]].filter((each) => each !== undefined)
  if (needed.length === 0) return []
  const text = await readFile(join(folder, 'assets', 'manifest.json'), 'utf8').catch(() => '{}')
  const manifest = JSON.parse(text) as Manifest
  return [...new Set(needed.flatMap((each) => [...reached(manifest, each)]))].filter((file) => !index.includes(file))
}

function reached(manifest: Manifest, from: string): Set<string> {
  const files = new Set<string>()
  const open = [from]
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const chunk = manifest[key]
    if (!chunk || files.has(chunk.file)) continue
    files.add(chunk.file)
    open.push(...(chunk.imports ?? []))
  }
  return files
}
