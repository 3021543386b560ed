-- What listings say a car was sold or offered for. Written with each version of a listing's page, and gone with it.

create table app.listing_sales (
  document_id uuid primary key references public.source_documents (id) on delete cascade,
  state       text not null,
  price       numeric not null,
  currency    text not null,
  day         date,
  place       text,
  quote_start integer not null,
  quote_end   integer not null,
  make_words  text[] not null,
  model_words text[] not null,
  year_from   smallint,
  year_to     smallint,
  constraint state_is_known check (state in ('sold', 'bid', 'asked', 'named')),
  constraint price_is_from_a_hundredth_to_a_billion check (price between 0.01 and 1000000000),
  constraint currency_has_3_letters check (currency ~ '^[A-Z]{3}$'),
  constraint place_is_short check (length(place) <= 120),
  constraint a_quote_is_a_stretch_of_text check (quote_start >= 0 and quote_end > quote_start)
);
comment on table app.listing_sales is
  'The price of each current public listing that names one with its currency; read through comparable_sales.';
comment on column app.listing_sales.state is
  'sold: for this; bid: so much at most, and not sold; asked: on offer for this; named: it is not said which.';
comment on column app.listing_sales.day is 'When it was sold or bidding ended; of an offer, its last day.';
comment on column app.listing_sales.quote_start is 'Where its text says so, in characters, as quote_end.';
comment on column app.listing_sales.model_words is 'Of make, model and trim without those of the make: app.sale_words.';
create index listing_sales_by_words on app.listing_sales using gin (model_words);
revoke all on app.listing_sales from public, anon, authenticated, service_role;

-- A make or model as words that are the same however it is written: "Chevy" and "Chevrolet" are =chevrolet, "PL510" and
-- "Datsun 510" are =datsun_510, "911S" is =porsche_911 and s. How many gears it has is no part of its name.
create or replace function app.sale_words(name text) returns text[]
language sql stable set search_path = '' as $$
  with plain as materialized (
    select app.plain_words(regexp_replace(lower(left(name, 400)),
      '\m[3-7][- ]?(?:speed|spd)\M|\m(?:manual|automatic)\M', ' ', 'g')) as words),
  word as materialized (
    select w, n from plain, regexp_split_to_table(btrim(words), '\s+') with ordinality x (w, n) where w <> ''),
  phrase as (
    select l.lexeme, p, l.phrase, min(l.phrase) over (partition by l.lexeme) as shortest
    from plain, app.lexemes(array[app.words_of(words)]) l, unnest(l.positions) p where l.phrase > 0),
  covered as materialized (
    select distinct f.lexeme, f.p + step as n from phrase f, generate_series(0, f.phrase - 1) step
    where f.phrase = f.shortest),
  -- "911s" in its parts; of a covered word those are left that its meaning does not name
  part as (
    select coalesce(m.part, w.w) as part from word w
    left join covered c on c.n = w.n
    left join lateral (
      select u.part, u.place from unnest(regexp_match(w.w, '^([a-z]{0,3})(\d{2,})([a-z]{0,4})$'))
        with ordinality u (part, place) where u.part <> '') m on w.w ~ '\d{3}' or c.lexeme is not null
    where c.lexeme is null or (m.place > 1
      and not array[m.part, w.w] && string_to_array(ltrim(c.lexeme, '='), '_')))
  select coalesce(array_agg(distinct x.word order by x.word), '{}')
  from (select lexeme as word from covered union all select part from part) x
$$;

-- Words that say how a body or an engine is made, and no model by themselves.
create or replace function app.is_model_word(word text) returns boolean
language sql immutable set search_path = '' as $$
  select word !~ ('^=?(wagon|convertible|coupe|sedan|pickup|hatchback|targa|hardtop|fastback|roadster|v[68]|inline_.*'
    '|flat_.*|small_block|big_block|litre|cubic_inch|cc|doors?|[1-9])$')
$$;

-- What a subject is compared by.
create or replace function app.sale_names(make text, model text, "trim" text, out make_words text[],
  out model_words text[])
language sql stable set search_path = '' as $$
  select m.words, array(select w from unnest(app.sale_words(concat_ws(' ', make, model, "trim"))) w
    where w <> all (m.words))
  from (select app.sale_words(make) as words) m
$$;

-- Keeps what a document says of a sale, { state, price, currency, day, place, start, end }; what does not hold is left
-- out, and the document is stored all the same.
create or replace function app.store_sale(document public.source_documents, sale jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if sale is null or document.kind <> 'listing' or not document.is_public then return; end if;
  insert into app.listing_sales (document_id, state, price, currency, day, place, quote_start, quote_end, make_words,
    model_words, year_from, year_to)
  select document.id, sale ->> 'state', round((sale ->> 'price')::numeric, 2), sale ->> 'currency',
    app.begin_of(sale ->> 'day')::date, app.shown(sale ->> 'place', 120), (sale ->> 'start')::integer,
    least((sale ->> 'end')::integer, document.characters), n.make_words, n.model_words, document.year_from,
    document.year_to
  from app.sale_names(document.make, document.model, document.trim) n;
exception when check_violation or not_null_violation or data_exception then null;
end
$$;

-- Names them by another list of aliases.
create or replace function app.name_sales_anew() returns void
language sql security definer set search_path = '' as $$
  update app.listing_sales s set make_words = n.make_words, model_words = n.model_words
  from public.source_documents d, app.sale_names(d.make, d.model, d.trim) n where d.id = s.document_id
$$;
