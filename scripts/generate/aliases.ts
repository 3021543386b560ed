import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type Alias = { phrase: string; meaning: string }

/** Reads `meaning: phrase | phrase`, one meaning a line; a phrase that stands twice is an error. */
export function readAliases(text: string): Alias[] {
  const meanings = new Map<string, string>()
  const aliases: Alias[] = []
  for (const line of text.split('\n')) {
    if (!line.trim() || line.startsWith('#')) continue
    const colon = line.indexOf(':')
    const meaning = line.slice(0, colon).trim()
    if (!/^[a-z0-9_]+$/.test(meaning)) throw new Error(`Not a meaning and its phrases: ${line}`)
    for (const phrase of line.slice(colon + 1).split('|')) {
      const other = meanings.get(phrase.trim())
      if (other) throw new Error(`"${phrase.trim()}" is a phrase of ${other} and of ${meaning}`)
      meanings.set(phrase.trim(), meaning)
      aliases.push({ phrase: phrase.trim(), meaning })
    }
  }
  return aliases
}

/** The text of `90_sources/35_aliases.generated.sql`. */
export async function generateAliases(root: string): Promise<string> {
  const aliases = readAliases(await readFile(join(root, 'src/indexer/aliases.txt'), 'utf8'))
  const rows = aliases.map(({ phrase, meaning }) => `    (${quoted(phrase)}, ${quoted(meaning)})`).join(',\n')
  const digest = createHash('sha256').update(rows).digest('hex').slice(0, 16)
  return `-- Generated from src/indexer/aliases.txt by \`npm run generate\`; do not edit.

-- The list as it is now: what is no longer in it goes, and chunks that were indexed with another one are indexed anew.
create or replace function app.load_aliases() returns void
language plpgsql set search_path = '' as $aliases$
declare
  vague text;
begin
  delete from app.source_aliases;
  insert into app.source_aliases (phrase, meaning, words, steps)
  select a.phrase, a.meaning, w.words, w.steps from (values
${rows}
  ) a (phrase, meaning), lateral app.alias_words(a.phrase) w;
  select a.phrase into vague from app.source_aliases a where cardinality(a.words) = 1 and btrim(app.plain_words(a.phrase)) like '% %' limit 1;
  if found then
    raise exception 'The alias "%" has one word that counts, which means other things too.', vague;
  end if;
  if (select s.aliases from app.source_stats s) is distinct from '${digest}' then
    insert into app.source_pending (chunk_id) select i.chunk_id from app.source_index i on conflict do nothing;
    perform app.name_sales_anew();
    update app.source_stats set aliases = '${digest}';
  end if;
end
$aliases$;
revoke all on function app.load_aliases() from public, anon, authenticated, service_role;
select app.load_aliases();
`
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
