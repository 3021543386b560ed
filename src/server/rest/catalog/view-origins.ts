/** Which column of which relation each column of a view comes from: view column number -> origin. */
export type Origins = Map<number, { relation: number; column: number }>

const word = /[^\s{}()[\]]+/y

/**
 * Reads the target list of a view's parse tree (pg_rewrite.ev_action). Postgres itself notes there where a
 * column comes from, through joins and subqueries, when it is passed on unchanged.
 */
export function readOrigins(tree: string): Origins {
  const origins: Origins = new Map()
  for (const entry of targetEntries(tree)) {
    const number = field(entry, 'resno')
    const relation = field(entry, 'resorigtbl')
    const column = field(entry, 'resorigcol')
    if (number > 0 && relation > 0 && column > 0) origins.set(number, { relation, column })
  }
  return origins
}

function field(entry: string, name: string): number {
  // The entry's own fields follow its expression, so the last mention is the one that counts.
  const at = entry.lastIndexOf(`:${name} `)
  return at < 0 ? 0 : Number.parseInt(entry.slice(at + name.length + 2), 10)
}

/** The `{TARGETENTRY ...}` nodes of the outermost query; those of subqueries lie deeper. */
function* targetEntries(tree: string): Generator<string> {
  let depth = 0
  let inTargets = false
  let start = -1
  for (let at = 0; at < tree.length; at++) {
    const character = tree[at]
    if (character === '\\') at++
    else if (character === '{') {
      depth++
      if (depth === 2 && inTargets && tree.startsWith('{TARGETENTRY', at)) start = at
    } else if (character === '}') {
      if (depth === 2 && start >= 0) {
        yield tree.slice(start, at + 1)
        start = -1
      }
      depth--
    } else if (character === ':' && depth === 1) {
      word.lastIndex = at + 1
      const label = word.exec(tree)?.[0]
      if (label === 'targetList') inTargets = true
      else if (inTargets && label !== undefined) return
    }
  }
}
