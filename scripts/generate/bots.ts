import { list } from 'isbot'

/** The text of `30_attention/20_bots.generated.sql`: the patterns that isbot keeps, as a function that works wherever Postgres does. */
export function generateBots(): string {
  const pattern = list.map(forPostgres).join('|')
  return `-- Generated from the npm package isbot by \`npm run generate\`; do not edit.

-- Bots by user agent. Not bots are the runtimes that supabase-js itself runs in: pages rendered on a server send theirs.
create or replace function app.is_bot(user_agent text) returns boolean
language sql immutable set search_path = '' as $bots$
  select coalesce(left(user_agent, 1000) ~* $pattern$${pattern}$pattern$
                  and user_agent !~* '^(node|undici|deno/|bun/)', false)
$bots$;
revoke all on function app.is_bot(text) from public, anon, authenticated, service_role;
`
}

/** JavaScript's word boundary is written otherwise in Postgres, and a hyphen after a class has to stand last there. */
function forPostgres(pattern: string): string {
  return pattern.replaceAll('\\b', '\\y').replace(/\[([^\]]*\\[dws])-([^\]]*)\]/g, '[$1$2-]')
}
