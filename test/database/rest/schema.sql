-- A museum, drawn to be awkward: what a user's own schema may hold and the gateway has never seen.
-- Rows are few and fixed, so that every test can name the rows it expects.

create schema museum;
create schema "Annex ""B""/#";
create schema vault;   -- not exposed
grant usage on schema museum, "Annex ""B""/#", vault to anon, authenticated, service_role;

create type museum.condition as enum ('pristine', 'good', 'worn', 'lost');
create type museum.size_cm as (height numeric(6, 2), width numeric(6, 2));
create domain museum.short_text as text constraint text_is_short check (length(value) <= 40);

-- People who made things. A self-reference, a unique name, json.

create table museum.artists (
  id int primary key,
  name text not null unique,
  born int,
  died int,
  teacher_id int references museum.artists (id),
  bio jsonb
);
insert into museum.artists values
  (1, 'Ada',   1820, 1880, null, '{"town": "Bern", "prizes": [1850, 1861], "home": {"street": "Rue 1"}}'),
  (2, 'Bo',    1845, 1910, 1,    '{"town": "Oslo", "prizes": []}'),
  (3, 'Cleo',  1870, null, 1,    null),
  (4, 'Dimitri', null, null, 3,  '{"town": "Bern", "prizes": [1901]}');

create table museum.rooms (id int primary key, name text not null, floor int);
insert into museum.rooms values (1, 'Atrium', 0), (2, 'Blue Room', 1), (3, 'Cellar', -1);

-- Works: two foreign keys to one table, an enum, an array, a range, a computed column and a generated one.

create table museum.works (
  id int primary key,
  title text not null,
  artist_id int references museum.artists (id),
  room_id int constraint works_hang_in references museum.rooms (id),
  home_id int constraint works_belong_in references museum.rooms (id),
  year int,
  price numeric(12, 2) constraint price_is_not_negative check (price >= 0),
  condition museum.condition not null default 'good',
  tags text[] not null default '{}',
  seasons int4range,
  details jsonb,
  words tsvector generated always as (to_tsvector('english', title)) stored
);
insert into museum.works (id, title, artist_id, room_id, home_id, year, price, condition, tags, seasons, details) values
  (1, 'Amber Dawn',         1,    1,    2,    1850, 1200.50, 'pristine', '{oil,gold}', '[1,3]',  '{"frame": "oak",  "copies": 3, "loan": {"to": "Paris"}}'),
  (2, 'Bridge at Noon',     1,    2,    2,    1861, 800.00,  'good',     '{oil}',      '[3,6]',  '{"frame": "pine", "copies": 1}'),
  (3, 'Cats, and a "Dog"',  2,    2,    3,    1880, null,    'worn',     '{}',         '[6,8]',  null),
  (4, 'Dunes_100%',         3,    null, 3,    1901, 15.25,   'good',     '{ink,gold}', '[9,12]', '{"frame": null, "copies": 12}'),
  (5, 'Évening (untitled)', null, null, null, null, 0.00,    'lost',     '{ink}',      null,     '[1, {"deep": [true]}]');

create function museum.label(museum.works) returns text language sql stable as
  $$ select $1.title || ', ' || coalesce($1.year::text, 'no year') $$;
create function museum.pupils(museum.artists) returns setof museum.artists rows 10 language sql stable as
  $$ select * from museum.artists where teacher_id = $1.id $$;

create table museum.insurance (
  work_id int primary key references museum.works (id) on delete cascade,
  insurer text not null,
  amount numeric(12, 2) not null
);
insert into museum.insurance values (1, 'Lloyd', 5000), (2, 'Axa', 900);

create table museum.shows (id int primary key, name text not null, opens date);
insert into museum.shows values (1, 'Light', '2024-01-01'), (2, 'Line', '2024-06-01'), (3, 'Void', null);

create table museum.show_works (
  show_id int references museum.shows (id),
  work_id int references museum.works (id) on delete cascade,
  position int not null default 1,
  primary key (show_id, work_id)
);
insert into museum.show_works values (1, 1, 1), (1, 2, 2), (2, 2, 1), (2, 4, 2);

-- Composite keys and the foreign key to them.

create table museum.shelves (
  room_id int references museum.rooms (id),
  code text,
  label text,
  primary key (room_id, code)
);
insert into museum.shelves values (3, 'A', 'left'), (3, 'B', 'right');
create table museum.boxes (
  id int primary key,
  room_id int,
  shelf_code text,
  foreign key (room_id, shelf_code) references museum.shelves (room_id, code)
);
insert into museum.boxes values (1, 3, 'A'), (2, 3, 'A'), (3, null, null);

-- Views (foreign keys show through), a materialised one, no key at all, partitions.

create view museum.hung_works with (security_invoker = on) as
  select w.id, w.title as name, w.artist_id, w.room_id from museum.works w where w.room_id is not null;
create view museum.artist_lives with (security_invoker = on) as
  select id, name, died - born as years from museum.artists;
create materialized view museum.work_counts as
  select artist_id, count(*)::int as works from museum.works where artist_id is not null group by artist_id;
create table museum.visits (day date not null, visitors int);
insert into museum.visits values ('2024-01-01', 10), ('2024-01-02', 20), ('2024-01-02', 30), ('2024-01-03', null);
create table museum.readings (
  sensor int,
  taken_at timestamptz,
  celsius real,
  primary key (sensor, taken_at)
) partition by range (taken_at);
create table museum.readings_2023 partition of museum.readings for values from ('2023-01-01Z') to ('2024-01-01Z');
create table museum.readings_2024 partition of museum.readings for values from ('2024-01-01Z') to ('2025-01-01Z');
insert into museum.readings values (1, '2023-05-01T10:00:00Z', 20.5), (1, '2024-05-01T10:00:00Z', 21);

-- Every type, in mixed case.

create table museum."Every Type" (
  "Id" uuid primary key,
  small smallint, whole integer, big bigint, exact numeric, money2 numeric(12, 2), single real, "double" double precision,
  yes boolean, "text" text, fixed char(4), limited varchar(5), bytes bytea,
  "timestamp" timestamp, timestamptz timestamptz, "date" date, "time" time, timetz timetz, span interval,
  doc json, docb jsonb, ints int[], grid int[][], texts text[], stamps timestamptz[], docs jsonb[],
  mood museum.condition, moods museum.condition[], size museum.size_cm, sizes museum.size_cm[], brief museum.short_text,
  days daterange, nums numrange, many int4multirange,
  net inet, mac macaddr, "bit" bit(3), at point, tsv tsvector, cash money
);
insert into museum."Every Type" values (
  '00000000-0000-4000-8000-000000000001',
  -32768, 2147483647, 9223372036854775807, 12345678901234567890.123456789, 12.50, 1.5, 0.1,
  true, E'line\nbreak "quoted" \\ 表 😀', 'ab', 'abcde', '\xdeadbeef',
  '2024-02-29 13:14:15.123456', '2024-02-29 13:14:15+02', '2024-02-29', '13:14:15', '13:14:15+02', '1 year 2 days 03:04:05',
  '{"b": 1, "a": [1, null]}', '{"b": 1, "a": [1, null]}', '{1,null,3}', '{{1,2},{3,4}}', '{"a,b","c\"d",null}',
  '{2024-02-29T00:00:00Z}', array['{"x": 1}'::jsonb],
  'worn', '{good,lost}', '(10.5,20)', array['(1,2)'::museum.size_cm], 'brief',
  '[2024-01-01,2024-02-01)', '(1.5,]', '{[1,3),[5,7)}',
  '10.0.0.1/8', '08:00:2b:01:02:03', '101', '(1,2)', 'a:1 b:2', 12.34
);
insert into museum."Every Type" ("Id") values ('00000000-0000-4000-8000-000000000002');
insert into museum."Every Type" ("Id", single, "double", "timestamp", "date") values
  ('00000000-0000-4000-8000-000000000003', 'NaN', 'Infinity', 'infinity', '-infinity');

-- Names.

create table museum."Café 表" (
  "naïve key" int primary key,
  "a.b, (c) ""d""" text,
  "select" text default 'nothing',
  "order" int
);
insert into museum."Café 表" values (1, 'one', 'x', 10), (2, 'two', 'y', 20);
create table museum."camelCase" ("rowId" int generated by default as identity primary key, "parentId" int references museum."camelCase");
insert into museum."camelCase" ("rowId", "parentId") values (1, null), (2, 1);
alter sequence museum."camelCase_rowId_seq" restart with 100;

-- For writing: keys made by the database, defaults, generated columns, several unique keys.

create table museum.tickets (
  id bigint generated always as identity primary key,
  holder text not null default 'bearer',
  net numeric(8, 2) not null default 10,
  gross numeric(8, 2) generated always as (net * 1.2) stored,
  kind museum.condition,
  bought_at timestamptz not null default '2024-01-01T00:00:00Z',
  notes jsonb
);
create table museum.labels (
  code text primary key,
  body text not null default 'blank',
  weight int not null default 1,
  slug text unique,
  changes int not null default 0
);
create function museum.count_changes() returns trigger language plpgsql as
  $$ begin new.changes := old.changes + 1; return new; end $$;
create trigger count_changes before update on museum.labels for each row execute function museum.count_changes();
create table museum.loans (
  id int generated by default as identity primary key,
  work_id int not null references museum.works (id),
  lender text not null,
  fee int,
  unique (work_id, lender)
);
create table museum.key_only (id int primary key);
create table museum.numbers (n int primary key);
insert into museum.numbers select generate_series(1, 120);

-- Rights: rows of one's own, a table that may only be written, columns that may be read, a table for nobody.

create table museum.diaries (
  id int generated by default as identity primary key,
  owner uuid not null default auth.uid(),
  body text not null,
  is_public boolean not null default false
);
alter table museum.diaries enable row level security;
create policy "people read what is public or their own" on museum.diaries
  for select to anon, authenticated using (is_public or owner = (select auth.uid()));
create policy "people write their own" on museum.diaries for insert to authenticated with check (owner = (select auth.uid()));
create policy "people change their own" on museum.diaries for update to authenticated
  using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
create policy "people remove their own" on museum.diaries for delete to authenticated using (owner = (select auth.uid()));

create table museum.pages (
  id int primary key,
  diary_id int not null references museum.diaries (id) on delete cascade,
  owner uuid not null default auth.uid(),
  words text not null
);
alter table museum.pages enable row level security;
create policy "people do with their own pages as they like" on museum.pages
  to authenticated using (owner = (select auth.uid())) with check (owner = (select auth.uid()));
create view museum.open_diaries with (security_invoker = on) as select id, owner, body, is_public from museum.diaries;
create function museum.find_diaries(words text) returns setof museum.diaries language sql stable as
  $$ select * from museum.diaries where body ilike '%' || words || '%' $$;

create table museum.suggestions (id int generated by default as identity primary key, body text not null);
create table museum.staff (id int primary key, name text not null, salary int not null);
insert into museum.staff values (1, 'Eve', 100), (2, 'Fox', 200);
create table museum.safe (id int primary key, code text not null);
insert into museum.safe values (1, '1234');
create table vault.gold (id int primary key, work_id int references museum.works (id));
insert into vault.gold values (1, 1);

create table "Annex ""B""/#".rooms (id int primary key, name text not null);
insert into "Annex ""B""/#".rooms values (1, 'Annex hall');
create function "Annex ""B""/#".greet(name text) returns text language sql immutable as $$ select 'Annex greets ' || name $$;

-- Functions of every kind.

create function museum.add(a int, b int) returns int language sql immutable as $$ select a + b $$;
create function museum.greet(name text default 'you', "Loud" boolean default false) returns text language sql immutable as
  $$ select case when "Loud" then upper('hello ' || name) else 'hello ' || name end $$;
create function museum.nothing() returns void language sql as $$ select $$;
create function museum.no_value() returns int language sql immutable as $$ select null::int $$;
create function museum.works_of(artist int) returns setof museum.works language sql stable rows 10 as
  $$ select * from museum.works where artist_id = artist order by id $$;
create function museum.one_work(id int) returns museum.works language sql stable as
  $$ select * from museum.works w where w.id = one_work.id $$;
create function museum.primes() returns setof int language sql immutable as $$ values (2), (3), (5), (7) $$;
create function museum.many_numbers() returns setof museum.numbers language sql stable as $$ select n from museum.numbers order by n $$;
create function museum.stats() returns table (condition museum.condition, works int) language sql stable as
  $$ select w.condition, count(*)::int from museum.works w group by 1 order by 1 $$;
create function museum.extent(out lowest int, out highest int) language sql stable as
  $$ select min(year), max(year) from museum.works $$;
create function museum.sizes(h numeric, w numeric) returns museum.size_cm language sql immutable as
  $$ select row(h, w)::museum.size_cm $$;
create function museum.as_condition(value museum.condition) returns museum.condition language sql immutable as $$ select value $$;
create function museum.as_array() returns int[] language sql immutable as $$ select '{1,2,3}'::int[] $$;
create function museum.as_json() returns json language sql immutable as $$ select '{"a": [1, 2]}'::json $$;
create function museum.kind_of(doc jsonb) returns text language sql immutable as $$ select jsonb_typeof(doc) $$;
create function museum.total(variadic numbers int[] default '{}') returns int language sql immutable as
  $$ select coalesce(sum(n), 0)::int from unnest(numbers) n $$;
create function museum.sum_of(numbers int[]) returns int language sql immutable as
  $$ select coalesce(sum(n), 0)::int from unnest(numbers) n $$;
create function museum.nested(doc jsonb, list json) returns jsonb language sql immutable as
  $$ select jsonb_build_object('doc', doc, 'list', list) $$;
create function museum.echo(json) returns json language sql immutable as $$ select $1 $$;
create function museum.pick(a int) returns text language sql immutable as $$ select 'int ' || a $$;
create function museum.pick(a int, b int) returns text language sql immutable as $$ select 'two ints ' || a || ' ' || b $$;
create function museum.pick(c text) returns text language sql immutable as $$ select 'text ' || c $$;
create function museum.unclear(a int) returns text language sql immutable as $$ select 'int' $$;
create function museum.unclear(a text) returns text language sql immutable as $$ select 'text' $$;
create function museum."camelCall"("firstName" text) returns json language sql immutable as
  $$ select json_build_object('firstName', "firstName") $$;
create function museum.write_suggestion(body text) returns int language sql volatile as
  $$ insert into museum.suggestions (body) values (write_suggestion.body) returning 1 $$;
create function museum.raise_labels(at_most int) returns setof museum.labels language sql volatile as
  $$ update museum.labels set weight = weight + 1 where weight <= at_most returning * $$;
create function museum.works_counted() returns int language plpgsql stable as   -- finds works by the search path
  $$ begin return (select count(*) from works); end $$;
create function museum.setting(name text) returns text language sql stable as $$ select current_setting(name, true) $$;
create function museum.who() returns table ("role" text, claims json) language sql stable as
  $$ select current_user::text, current_setting('request.jwt.claims', true)::json $$;
create function museum.fail() returns void language plpgsql as
  $$ begin raise exception 'It broke' using detail = 'in two', hint = 'glue it'; end $$;
create function museum.fail_with(state text) returns void language plpgsql as
  $$ begin raise exception using errcode = state, message = 'as asked'; end $$;
create function museum.payment_required() returns void language plpgsql as
  $$ begin raise sqlstate 'PT402' using message = 'Payment Required', detail = 'Quota exceeded', hint = 'Upgrade your plan'; end $$;
create function museum.full_control() returns void language plpgsql as $$ begin
  raise sqlstate 'PGRST' using
    message = '{"code": "123", "message": "Gone fishing", "details": "until noon", "hint": "come back"}',
    detail = '{"status": 419, "headers": {"x-fish": "trout"}}';
end $$;
create function museum.slow() returns int language sql stable as $$ select 1 from pg_sleep(0.6) $$;
create function museum.with_headers() returns int language plpgsql volatile as $$ begin
  perform set_config('response.headers', '[{"x-first": "one"}, {"x-second": "two"}]', true);
  perform set_config('response.status', '202', true);
  return 1;
end $$;
create function museum.two_rows_from_one() returns int language sql stable as $$ select (select id from museum.works) $$;
create function museum.refresh_counts() returns void language sql security definer set search_path = '' as
  $$ refresh materialized view museum.work_counts $$;

grant select, insert, update, delete on all tables in schema museum to anon, authenticated, service_role;
grant usage on all sequences in schema museum to anon, authenticated, service_role;
grant all on all tables in schema "Annex ""B""/#" to anon, authenticated, service_role;
revoke all on museum.safe from anon, authenticated;
revoke select, update, delete on museum.suggestions from anon, authenticated;
revoke all on museum.staff from anon, authenticated;
grant select (id, name), insert (id, name), update (name) on museum.staff to anon, authenticated;
revoke insert, update, delete on museum.diaries from anon;
revoke execute on function museum.refresh_counts() from public;
grant execute on function museum.refresh_counts() to service_role;
