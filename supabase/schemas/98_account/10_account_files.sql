-- What is kept of a person: to take along (export_account), and to know before leaving (account_summary).

-- A project that has people of its own has no profiles of ours.
create or replace function app.profile_rows(person uuid) returns setof jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if to_regclass('public.profiles') is not null then
    return query execute 'select to_jsonb(p) from public.profiles p where p.user_id = $1' using person;
  end if;
end
$$;
revoke all on function app.profile_rows(uuid) from public, anon, authenticated, service_role;

-- One row for each row that is theirs, by file. Where a new table holds a person, its line belongs here, or with its
-- reason into test/database/account/export.test.ts, which reads the catalog. Of other people it holds what they said to
-- this person (notices), and no name.
create or replace function app.account_rows(person uuid, file text) returns setof jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', u.id, 'email', u.email, 'created_at', u.created_at, 'is_anonymous', u.is_anonymous,
      'email_confirmed_at', u.email_confirmed_at, 'last_sign_in_at', u.last_sign_in_at, 'banned_until', u.banned_until)
    from auth.users u where file = 'account' and u.id = person
  union all select x from app.profile_rows(person) x where file = 'profile'
  union all select to_jsonb(x) from (select * from public.vehicles v where v.user_id = person order by v.id) x
    where file = 'vehicles'
  union all select to_jsonb(x) from (select * from public.vehicle_details v where v.owner_id = person order by 1) x
    where file = 'vehicle_details'
  union all select to_jsonb(x) from (select * from public.vehicle_chassis v where v.owner_id = person order by 1) x
    where file = 'chassis_numbers'
  union all select to_jsonb(x) from (select * from public.vehicle_log l where l.owner_id = person order by 1, 2) x
    where file = 'vehicle_log'
  union all select to_jsonb(x) from
      (select * from public.vehicle_log_bills b where b.owner_id = person order by 1, 2) x
    where file = 'vehicle_log_bills'
  union all select to_jsonb(x) from
      (select i.* from public.vehicle_images i join public.vehicles v on v.id = i.vehicle_id
       where v.user_id = person order by i.id) x where file = 'photos'
  union all select to_jsonb(x) from
      (select r.vehicle_id, r.reserve, r.currency, r.is_shown, r.set_at from app.auction_reserves r
       where r.owner_id = person order by 1) x
    where file = 'reserves'
  union all select to_jsonb(x) from
      (select d.id, d.title, d.vehicle_id, d.sha256, d.created_at, t.text from public.source_documents d
       join app.source_texts t on t.document_id = d.id
       where d.owner_id = person and d.kind = 'owner_document' and d.is_current order by d.id) x
    where file = 'documents'
  union all select to_jsonb(x) from
      (select * from public.vehicle_outcomes o where o.reported_by = person order by o.id) x
    where file = 'outcomes'
  union all select to_jsonb(x) from (select * from public.vehicle_bets b where b.user_id = person order by b.id) x
    where file = 'bets'
  union all select to_jsonb(x) from
      (select * from public.auction_votes v where v.user_id = person order by v.vehicle_id) x
    where file = 'votes'
  union all select to_jsonb(x) from
      (select * from public.image_interactions i where i.user_id = person order by i.id) x
    where file = 'likes_comments_shares'
  union all select to_jsonb(x) from (select * from public.image_tags t where t.user_id = person order by 1, 2) x
    where file = 'tags'
  union all select to_jsonb(x) from (select * from public.forecast_skips s where s.user_id = person order by 1, 2) x
    where file = 'skipped_forecasts'
  union all select to_jsonb(x) from (select * from public.useful_reasons r where r.user_id = person order by 1, 2) x
    where file = 'useful_reasons'
  union all select to_jsonb(x) from (select * from public.bet_disputes d where d.user_id = person order by 1, 2) x
    where file = 'disputes'
  union all select to_jsonb(x) from (select * from public.comment_reports r where r.user_id = person order by 1, 2) x
    where file = 'reports'
  union all select to_jsonb(x) from (select * from public.research_reports r where r.user_id = person order by 1, 2) x
    where file = 'research_reports'
  union all select to_jsonb(x) from (select * from public.notices n where n.user_id = person order by n.id) x
    where file = 'notices'
  union all select to_jsonb(x) from
      (select f.vehicle_id, f.question, f.person_id, f.created_at from public.follows f where f.user_id = person
       order by f.created_at, f.id) x
    where file = 'follows'
  union all select to_jsonb(x) from (select w.kind, w.way from app.notice_wishes w where w.user_id = person
      union all select 'digest', d.every from app.digests d where d.user_id = person order by 1) x
    where file = 'notice_settings'
  union all select to_jsonb(x) from
      (select e.id, t.kind, t.vehicle_id, t.question, e.account, e.bet_id, e.amount, t.made_at
       from app.point_entries e join app.point_transfers t on t.id = e.transfer_id
       where e.user_id = person order by e.id) x
    where file = 'points'
  union all select to_jsonb(x) from (select * from app.forecaster_standings s where s.user_id = person) x
    where file = 'standing'
$$;
comment on function app.account_rows(uuid, text) is 'What is kept of a person, by file.';
revoke all on function app.account_rows(uuid, text) from public, anon, authenticated, service_role;

-- The files in their order, and what becomes of each when the account is deleted.
create or replace function app.account_files() returns table (place integer, file text, fate text)
language sql immutable set search_path = '' as $$
  select f.place::integer, f.file, f.fate from unnest(
    array['account', 'profile', 'vehicles', 'vehicle_details', 'chassis_numbers', 'vehicle_log', 'vehicle_log_bills',
      'photos', 'reserves', 'documents', 'outcomes', 'bets', 'votes', 'likes_comments_shares', 'tags',
      'skipped_forecasts', 'useful_reasons', 'disputes',
      'reports', 'research_reports', 'notices', 'follows', 'notice_settings',
      'points', 'standing'],
    array['goes', 'goes', 'stays_without_you', 'stays_without_you', 'goes', 'stays_without_you', 'goes',
      'stays_without_you', 'goes', 'goes', 'stays_without_you', 'goes', 'goes', 'goes', 'stays_without_you',
      'goes', 'goes', 'goes',
      'goes', 'goes', 'goes', 'goes', 'goes', 'stays_without_you', 'goes']) with ordinality f(file, fate, place)
$$;
revoke all on function app.account_files() from public, anon, authenticated, service_role;

create or replace function app.account_summary() returns table (file text, items bigint, fate text)
language sql stable security definer set search_path = '' as $$
  with person as materialized (select app.require_account() as id)
  select f.file, (select count(*) from person p, app.account_rows(p.id, f.file)), f.fate
  from app.account_files() f order by f.place
$$;
revoke all on function app.account_summary() from public, anon, authenticated, service_role;
grant execute on function app.account_summary() to authenticated;

create or replace function public.account_summary() returns table (file text, items bigint, fate text)
language sql stable set search_path = '' as $$ select * from app.account_summary() $$;
comment on function public.account_summary() is
  'What is kept of the caller: rows by file of export_account, and what becomes of them by delete_account. fate: goes, '
  'or stays_without_you: it stays for the others, and nothing leads back to you. Refuses not_signed_in.';
revoke all on function public.account_summary() from public, anon, authenticated, service_role;
grant execute on function public.account_summary() to authenticated;

create or replace function app.export_account(file text) returns setof jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select from app.account_files() f where f.file = export_account.file) then
    perform app.refuse('unknown_file', format('There is no file %L.', left(export_account.file, 60)),
      'account_summary() names them.', '22023');
  end if;
  return query select * from app.account_rows(app.require_account(), export_account.file);
end
$$;
revoke all on function app.export_account(text) from public, anon, authenticated, service_role;
grant execute on function app.export_account(text) to authenticated;

create or replace function public.export_account(file text) returns setof jsonb
language sql stable set search_path = '' as $$ select * from app.export_account(export_account.file) $$;
comment on function public.export_account(text) is
  'All rows that are the caller''s in one file of account_summary, in a fixed order, to be read in pages. '
  'Refuses not_signed_in, unknown_file.';
revoke all on function public.export_account(text) from public, anon, authenticated, service_role;
grant execute on function public.export_account(text) to authenticated;
