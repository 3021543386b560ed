-- What is kept of a person: to take along (export_account), and to know before leaving (account_summary).

insert into app.settings (name, value, about) values
  ('pace_export_pages', '600', 'Pages of their data that one person may read in ten minutes; a page has 1,000 rows.')
on conflict (name) do update set about = excluded.about;

-- The files in their order: what becomes of each when the account is deleted, the columns that put its rows into an
-- order that stays, how many are read at a time, and the rows of the person $1. Where a new table holds a person, its
-- line belongs here, or with its reason into test/database/account/own-data.test.ts, which reads the catalog. Of other
-- people it holds what they said to this person (notices), and no name.
create or replace function app.account_files()
returns table (place integer, file text, fate text, keys text, most integer, rows text)
language sql immutable set search_path = '' as $function$
  values
  (1, 'account', 'goes', 'id uuid', 1000,
    $$select u.id, u.email, u.created_at, u.is_anonymous, u.email_confirmed_at, u.last_sign_in_at, u.banned_until
     from auth.users u where u.id = $1$$),
  (2, 'profile', 'goes', 'user_id uuid', 1000,
    $$select p.* from public.profiles p where p.user_id = $1$$),
  (3, 'vehicles', 'stays_without_you', 'id uuid', 1000,
    $$select v.* from public.vehicles v where v.user_id = $1$$),
  (4, 'vehicle_details', 'stays_without_you', 'vehicle_id uuid', 1000,
    $$select v.* from public.vehicle_details v where v.owner_id = $1$$),
  (5, 'chassis_numbers', 'goes', 'vehicle_id uuid', 1000,
    $$select v.* from public.vehicle_chassis v where v.owner_id = $1$$),
  (6, 'vehicle_log', 'stays_without_you', 'vehicle_id uuid, id uuid', 1000,
    $$select l.* from public.vehicle_log l where l.owner_id = $1$$),
  (7, 'vehicle_log_bills', 'goes', 'vehicle_id uuid, entry_id uuid', 1000,
    $$select b.* from public.vehicle_log_bills b where b.owner_id = $1$$),
  (8, 'photos', 'stays_without_you', 'vehicle_id uuid, id uuid', 1000,
    $$select i.* from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
     where v.user_id = $1$$),
  (9, 'reserves', 'goes', 'vehicle_id uuid', 1000,
    $$select r.vehicle_id, r.reserve, r.currency, r.is_shown, r.set_at from app.auction_reserves r
     where r.owner_id = $1$$),
  (10, 'documents', 'goes', 'id uuid', 5,
    $$select d.id, d.title, d.vehicle_id, d.sha256, d.created_at, t.text from public.source_documents d
     join app.source_texts t on t.document_id = d.id
     where d.owner_id = $1 and d.kind = 'owner_document' and d.is_current$$),
  (11, 'outcomes', 'stays_without_you', 'vehicle_id uuid, id uuid', 1000,
    $$select o.* from public.vehicle_outcomes o where o.reported_by = $1$$),
  (12, 'bets', 'goes', 'created_at timestamptz, id uuid', 1000,
    $$select b.* from public.vehicle_bets b where b.user_id = $1$$),
  (13, 'votes', 'goes', 'vehicle_id uuid', 1000,
    $$select a.* from public.auction_votes a where a.user_id = $1$$),
  (14, 'likes_comments_shares', 'goes', 'created_at timestamptz, id uuid', 1000,
    $$select i.* from public.image_interactions i where i.user_id = $1$$),
  (15, 'tags', 'stays_without_you', 'vehicle_id uuid, image_id uuid, tag text', 1000,
    $$select t.* from public.image_tags t where t.user_id = $1$$),
  (16, 'skipped_forecasts', 'goes', 'vehicle_id uuid, bet_type text', 1000,
    $$select s.* from public.forecast_skips s where s.user_id = $1$$),
  (17, 'useful_reasons', 'goes', 'vehicle_id uuid, voter_id uuid', 1000,
    $$select r.* from public.useful_reasons r where r.user_id = $1$$),
  (18, 'disputes', 'goes', 'vehicle_id uuid, question text, round smallint, version smallint', 1000,
    $$select d.* from public.bet_disputes d where d.user_id = $1$$),
  (19, 'reports', 'goes', 'vehicle_id uuid, interaction_id uuid', 1000,
    $$select r.* from public.comment_reports r where r.user_id = $1$$),
  (20, 'photo_reports', 'goes', 'vehicle_id uuid, image_id uuid', 1000,
    $$select r.* from public.photo_reports r where r.user_id = $1$$),
  (21, 'research_reports', 'goes', 'vehicle_id uuid, spec_name text', 1000,
    $$select r.* from public.research_reports r where r.user_id = $1$$),
  (22, 'notices', 'goes', 'id uuid', 1000,
    $$select n.* from public.notices n where n.user_id = $1$$),
  (23, 'follows', 'goes', 'id uuid', 1000,
    $$select f.id, f.vehicle_id, f.question, f.person_id, f.created_at from public.follows f
     where f.user_id = $1$$),
  (24, 'notice_settings', 'goes', 'kind text', 1000,
    $$select w.kind, w.way from app.notice_wishes w where w.user_id = $1
     union all select 'digest', d.every from app.digests d where d.user_id = $1$$),
  (25, 'points', 'stays_without_you', 'id bigint', 1000,
    $$select e.id, t.kind, t.vehicle_id, t.question, e.account, e.bet_id, e.amount, t.made_at
     from app.point_entries e join app.point_transfers t on t.id = e.transfer_id where e.user_id = $1$$),
  (26, 'standing', 'goes', 'period text, make text', 1000,
    $$select s.* from app.forecaster_standings s where s.user_id = $1$$),
  (27, 'hand_overs', 'goes', 'vehicle_id uuid', 1000,
    $$select o.vehicle_id, o.giver_id = $1 as made_by_you, o.state, o.private_entries, o.costs, o.documents, o.made_at,
       o.expires_at, o.decided_at
     from app.vehicle_offers o where o.giver_id = $1 or o.taker_id = $1$$)
$function$;

-- A project that has people of its own has no profiles of ours.
create or replace function app.account_file_is_there(file text) returns boolean
language sql stable set search_path = '' as $$
  select account_file_is_there.file <> 'profile' or to_regclass('public.profiles') is not null
$$;

-- The rows of one file, one page at a time: those that follow `after`, the place of the last one read. By its order
-- an index finds them, so that the hundredth page costs what the first one does.
create or replace function app.account_rows(person uuid, file text, after jsonb default null)
returns table (place jsonb, item jsonb)
language plpgsql stable security definer set search_path = '' as $$
declare
  f record;
  columns text;
  typed text;
begin
  select x.* into f from app.account_files() x where x.file = account_rows.file;
  if not found then
    perform app.refuse('unknown_file', format('There is no file %L.', left(account_rows.file, 60)),
      'account_summary() names them.', '22023');
  elsif not app.account_file_is_there(f.file) then return;
  end if;
  select string_agg(format('r.%I', split_part(k.words, ' ', 1)), ', ' order by k.n),
         string_agg(format('($2 ->> %s)::%s', k.n - 1, split_part(k.words, ' ', 2)), ', ' order by k.n)
    into columns, typed from regexp_split_to_table(f.keys, ', ') with ordinality k (words, n);
  begin
    if jsonb_typeof(after) not in ('array', 'null') then raise invalid_text_representation; end if;
    return query execute format(
      'select jsonb_build_array(%1$s), to_jsonb(r) from (%2$s) r where %3$s order by %1$s limit %4$s', columns, f.rows,
      case when coalesce(after, 'null') = 'null' then 'true' else format('(%s) > (%s)', columns, typed) end, f.most)
      using person, after;
  exception when data_exception then
    perform app.refuse('unknown_place', 'There is no such place in this file.',
      'Send the place of the last row as it came.', '22023');
  end;
end
$$;
comment on function app.account_rows(uuid, text, jsonb) is 'What is kept of a person, by file and page.';

-- At most so many rows are counted: what is told is that there are more.
create or replace function app.account_summary()
returns table (file text, items bigint, is_all boolean, fate text)
language plpgsql stable security definer set search_path = '' as $$
declare
  person constant uuid := app.require_account();
  most constant integer := 10000;
  f record;
begin
  for f in select x.* from app.account_files() x order by x.place loop
    file := f.file;
    fate := f.fate;
    items := 0;
    if app.account_file_is_there(f.file) then
      execute format('select count(*) from (select from (%s) r limit %s) c', f.rows, most + 1) into items using person;
    end if;
    is_all := items <= most;
    items := least(items, most);
    return next;
  end loop;
end
$$;

-- One more page read by a person, who waits where they were many.
create or replace function app.count_export_page(person uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  most constant integer := app.setting_number('pace_export_pages')::integer;
  began constant timestamptz := date_bin('10 minutes', now(), '2000-01-01T00:00:00Z');
  total integer;
begin
  insert into app.write_paces as p (subject, kind, starts_at, used) values (person, 'export_pages', began, 1)
    on conflict (subject, kind, starts_at) do update set used = p.used + 1 returning used into total;
  if total > most then
    -- as app.refuse, with a header
    raise sqlstate 'PGRST' using
      message = jsonb_build_object('code', 'PT429', 'details', 'too_many_export_pages',
        'message', format('More than %s pages of your data within ten minutes.', most),
        'hint', 'Wait ten minutes and try again.')::text,
      detail = jsonb_build_object('status', 429, 'headers', jsonb_build_object('Retry-After',
        ceil(extract(epoch from began + interval '10 minutes' - now()))::integer::text))::text;
  end if;
end
$$;

create or replace function app.export_account(file text, after jsonb) returns table (place jsonb, item jsonb)
language plpgsql security definer set search_path = '' as $$
declare
  person constant uuid := app.require_account();
begin
  perform app.count_export_page(person);
  return query select r.place, r.item from app.account_rows(person, export_account.file, export_account.after) r;
end
$$;

create or replace function public.account_summary()
returns table (file text, items bigint, is_all boolean, fate text)
language sql stable set search_path = '' as $$ select * from app.account_summary() $$;
comment on function public.account_summary() is
  'What is kept of the caller: rows by file of export_account, and what becomes of them by delete_account. is_all is '
  'false where there are more than the 10,000 that are counted. fate: goes, or stays_without_you: it stays for the '
  'others, and nothing leads back to you. Refuses not_signed_in.';

create or replace function public.export_account(file text, after jsonb default null)
returns table (place jsonb, item jsonb)
language sql set search_path = '' as $$ select * from app.export_account(export_account.file, export_account.after) $$;
comment on function public.export_account(text, jsonb) is
  'The rows that are the caller''s in one file of account_summary, a page at a time: the next one has those after the '
  'place of the last row, and the last is empty. Refuses not_signed_in, unknown_file, unknown_place, '
  'too_many_export_pages.';

-- somebody signed out is told so
grant execute on function app.account_summary(), app.export_account(text, jsonb), public.account_summary(),
  public.export_account(text, jsonb) to anon, authenticated;
