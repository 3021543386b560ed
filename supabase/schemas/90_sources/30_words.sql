-- Words: how text becomes what is searched for. Documents and queries go through the same functions.

-- Text with the spellings of the trade made plain, before it is cut into words:
--   P215/75R15, 215/75-15   t21575r15          3.73:1, 3.73 to 1   3.73
--   5,200 rpm, 5200rpm      5200 rpm           V-8, V 8            v8
--   C9ZZ-6250-A             c9zz6250a c9zz 6250 a (whole and in parts; likewise 911.100.123.00)
-- Accents go, and what Unicode calls compatible (ligatures of a PDF, full-width digits) becomes plain.
create or replace function app.plain_words(words text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  plain text := lower(words);
begin
  if plain ~ '[^\u0001-\u007f]' then
    plain := regexp_replace(normalize(plain, nfkd), '[\u0300-\u036f]+', '', 'g');
    -- curly quotes, dashes
    plain := regexp_replace(plain,
      '[\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u02bc\u2010-\u2027\u2030-\u205e]+', ' ', 'g');
  end if;
  plain := regexp_replace(plain, '\m([1-9]\d{0,2}),(?=\d{3}(?:,\d{3})*\M)', '\1', 'g');
  plain := regexp_replace(plain, '\m(?:p|lt)?\s?(\d{3})\s?/\s?(\d\d)\s?(?:[hstv]?z?r|[bd]|-)\s?(\d\d)\M', ' t\1\2r\3 ',
    'g');
  plain := regexp_replace(plain, '(\d)\s?(?::|\mto\M)\s?1\M(?![.:\d])', '\1 ', 'g');
  plain := regexp_replace(plain,
    '(\d)[- ]?(rpm|s?hp|bhp|cid|ci|cc|cui|l|litres?|liters?|lbs?|kg|kw|mm|psi|mph|ft|in|qts?|gal|bbl|spd)\M', '\1 \2',
    'g');
  plain := regexp_replace(plain, '\m([vi])[- ](\d\d?)\M', '\1\2', 'g');
  plain := regexp_replace(plain,
    '\m(?=[a-z0-9./-]*\d)(?:(?=[a-z0-9./-]*[a-z])|(?=\d+[./-]\d+[./-]\d))([a-z0-9]+)[./-]([a-z0-9]+)'
      '(?:[./-]([a-z0-9]+))?(?:[./-]([a-z0-9]+))?(?:[./-]([a-z0-9]+))?\M',
    '\1\2\3\4\5 \1 \2 \3 \4 \5', 'g');
  return regexp_replace(regexp_replace(plain, '[^a-z0-9.\u0080-\U0010ffff]+', ' ', 'g'), '(?<!\d)\.|\.(?!\d)', ' ',
    'g');
end
$$;

create or replace function app.words_of(words text) returns tsvector
language sql immutable set search_path = '' as $$
  select to_tsvector('pg_catalog.english', app.plain_words(words))
$$;

-- What is said in several ways: every phrase of a meaning. Filled from the maintained list by 35_aliases.generated.sql.
create table app.source_aliases (
  phrase  text primary key,
  meaning text not null,
  words   text[] not null,
  steps   integer[] not null,
  constraint a_phrase_has_1_to_4_words check (
    cardinality(words) between 1 and 4 and cardinality(steps) = cardinality(words))
);
comment on table app.source_aliases is
  'words: the stems of the phrase in order; steps: how far each stands behind the first. The lexeme of a meaning is '
  '"=" and its name.';
create index source_aliases_by_first_word on app.source_aliases ((words[1]));
revoke all on app.source_aliases from public, anon, authenticated, service_role;

-- The lexemes of several texts: their words, and "=meaning" wherever a phrase of one stands; phrase is how many words
-- it covers, 0 for a word.
create or replace function app.lexemes(texts tsvector[])
returns table (n integer, lexeme text, positions integer[], phrase integer)
language sql stable set search_path = '' as $$
  with word as materialized (
    select x.n::integer, u.lexeme, u.positions::integer[] as positions
    from unnest(texts) with ordinality x (text, n), unnest(x.text) u where length(u.lexeme) <= 60)
  select w.n, w.lexeme, w.positions, 0 from word w
  union all
  select w.n, '=' || a.meaning, array_agg(distinct p), a.steps[cardinality(a.steps)] + 1
  from word w
  join app.source_aliases a on a.words[1] = w.lexeme
  left join word w2 on w2.n = w.n and w2.lexeme = a.words[2]
  left join word w3 on w3.n = w.n and w3.lexeme = a.words[3]
  left join word w4 on w4.n = w.n and w4.lexeme = a.words[4]
  cross join unnest(w.positions) p
  where (a.words[2] is null or p + a.steps[2] = any (w2.positions))
    and (a.words[3] is null or p + a.steps[3] = any (w3.positions))
    and (a.words[4] is null or p + a.steps[4] = any (w4.positions))
  group by w.n, a.meaning, a.steps[cardinality(a.steps)]
$$;

create or replace function app.alias_words(phrase text, out words text[], out steps integer[])
language sql immutable set search_path = '' as $$
  select array_agg(u.lexeme order by p), array_agg(p - first order by p)
  from (select u.lexeme, p::integer, min(p) over ()::integer as first
    from unnest(app.words_of(phrase)) u, unnest(u.positions) p) u
$$;

-- A make or model as words to compare: also its meanings, and the number in PL510 or 2002tii. {} for null.
create or replace function app.name_words(name text) returns text[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(distinct word order by word), '{}') from (
    select word from regexp_split_to_table(app.plain_words(name), '\s+') word where word <> ''
    union all select m[1] from regexp_matches(
      app.plain_words(name), '\m[a-z]{1,3}(\d{3,})\M|\m(\d{3,})[a-z]{1,4}\M', 'g') r (m) where m[1] is not null
    union all select m[2] from regexp_matches(
      app.plain_words(name), '\m[a-z]{1,3}(\d{3,})\M|\m(\d{3,})[a-z]{1,4}\M', 'g') r (m) where m[2] is not null
    union all select l.lexeme from app.lexemes(array[app.words_of(name)]) l where l.phrase > 0) x
$$;

-- Whether two names may be the same: one is part of the other, or they share a meaning. No name fits any.
create or replace function app.names_fit(a text[], b text[]) returns boolean
language sql immutable set search_path = '' as $$
  select a <@ b or b <@ a or exists (select from unnest(a) word where word like '=%' and word = any (b))
$$;
