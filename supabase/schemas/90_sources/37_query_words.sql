-- A query read: its words as the vocabulary has them, and the stretch of a text that a hit shows.

-- The words of a query as the vocabulary has them. A word that no public chunk has becomes its nearest neighbour in
-- spelling, at most eight of them; a known word is never touched. A phrase of the aliases becomes its meaning; those of
-- its words that have digits also stay. needles: how the word may be spelt in a text, to choose what a hit shows.
create or replace function app.query_words(query text)
  returns table (word integer, term integer, df integer, lexeme text, needles text[])
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  vector tsvector := app.words_of(left(query, 1000));
begin
  select string_agg(quote_literal(f.lexeme) || ':' || array_to_string(f.positions, ','), ' ')::tsvector into vector
  from (
    select coalesce(case when w.nth <= 8 then app.nearest_term(w.lexeme) end, w.lexeme) as lexeme,
           array_agg(p order by p) as positions
    from (
      select u.lexeme, u.positions, known.is,
             case when not known.is and length(u.lexeme) between 4 and 30 and u.lexeme !~ '[0-9]'
                  then row_number() over (partition by known.is order by u.positions[1]) end as nth
      from unnest(vector) u,
           lateral (select exists (select from app.source_terms t where t.lexeme = u.lexeme and t.df > 0)
                        or exists (select from app.source_aliases a
                          where u.lexeme = any (a.words)) as is offset 0) known offset 0) w
    cross join unnest(w.positions) p
    group by 1) f;

  return query
  with said as materialized (
    select l.lexeme, p.position, l.phrase, t.id, t.df
    from app.lexemes(array[vector]) l,
         lateral (select x.id, x.df from app.source_terms x where x.lexeme = l.lexeme limit 1) t,
         unnest(l.positions) p (position)
    where l.phrase = 0 or t.df > 0),
  meant as materialized (
    select s.* from said s
    where s.phrase > 0 and not exists (
      select from said o where o.phrase > s.phrase and o.position <= s.position
        and o.position + o.phrase >= s.position + s.phrase)),
  kept as (
    select m.lexeme, m.id, m.df from meant m
    union
    select s.lexeme, s.id, s.df from said s
    where s.phrase = 0 and not exists (
      select from meant m where s.position >= m.position and s.position < m.position + m.phrase
        and (m.phrase = 1 or s.lexeme !~ '[0-9]')))
  select row_number() over (order by k.df, k.lexeme)::integer, k.id, k.df, k.lexeme,
         case when k.lexeme like '=%' then array(
           select a.phrase from app.source_aliases a where a.meaning = substr(k.lexeme, 2))
              when k.lexeme ~ '^t\d{5}r\d\d$' then array[substr(k.lexeme, 2, 3) || ' ' || substr(k.lexeme, 5, 2)]
              when k.lexeme ~ '^\d{4,6}$' then array[k.lexeme, regexp_replace(k.lexeme, '(\d{3})$', ',\1')]
              else array[regexp_replace(k.lexeme, '(?<=...)[iey]$', '')] end
  from kept k order by k.df, k.lexeme limit 32;
end
$$;

-- The stretch of a text to show: of at most about 320 characters, in whole sentences where they are short enough, with
-- as many words of the query as there are. Both offsets in characters of `body`.
create or replace function app.snippet(
  body text, words integer[], needles text[], out char_start integer, out char_end integer)
language plpgsql immutable set search_path = '' as $$
declare
  most constant integer := 320;
  at integer;
begin
  with piece as materialized (
    select n::integer as n, m[1] as part, length(m[1]) as length,
           (sum(length(m[1])) over (order by n) - length(m[1]))::integer as at
    -- A point ends no sentence within 3.8, before a small letter, nor after cu. or in., which stand as cu· meanwhile.
    from regexp_matches(regexp_replace(left(body, 20000), '\m(cu|in|ft|lbs?|sq|no|fig|approx|incl)\.', '\1·', 'gi'),
      '(?:[^.!?\n]|[.!?]+(?![.!?]|\s*$|\s+[^[:lower:]\s]))+(?:[.!?\n]+\s*|$)|[.!?\n]+\s*', 'g') with ordinality r (
        m, n)),
  hit as materialized (
    select distinct p.n, x.word from piece p, unnest(words, needles) x (word, needle)
      where strpos(translate(lower(p.part), '-/·', '  .'), x.needle) > 0),
  stretch as (
    select a.n, a.at, max(b.at + b.length) as ends, min(b.n) as first, max(b.n) as last
    from piece a join piece b on b.n between a.n and a.n + 40
      and (b.n = a.n or b.at + length(rtrim(b.part)) - a.at <= most)
    group by a.n, a.at)
  select s.at, s.ends into char_start, char_end
  from stretch s
  order by (select count(distinct h.word) from hit h where h.n between s.n and s.last) desc,
           exists (select from hit h where h.n = s.n) desc, s.n limit 1;

  if char_end - char_start > most + 80 then   -- one long sentence, or a text without any: around its first hit
    select coalesce(min(nullif(strpos(lower(substr(body, char_start + 1, char_end - char_start)), x.needle), 0)), 1)
      into at from unnest(needles) x (needle);
    at := greatest(at - 120, 0);
    if at > 0 then at := at + greatest(strpos(substr(body, char_start + at + 1, 60), ' '), 0); end if;
    char_start := char_start + at;
    char_end := least(char_end, char_start + most);
    if char_end < length(body) and substr(body, char_end + 1, 1) !~ '\s' then
      char_end := char_end - coalesce(length(substring(substr(body, char_end - 59, 60) from '\s(\S*)$')), 0);
    end if;
  end if;
  char_start := char_start + length(substring(substr(body, char_start + 1, char_end - char_start) from '^\s*'));
  char_end := greatest(char_end - length(substring(substr(body, char_start + 1, char_end - char_start) from '\s*$')),
    char_start);
end
$$;
