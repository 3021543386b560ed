-- Attention jobs: what runs by itself. pg_cron calls them where it exists, the server's job runner elsewhere, or both.

-- Once an hour: partitions ahead, what has had its time, scores that fell with age. Safe to run twice or in two places.
create or replace function app.tend_attention() returns void
language plpgsql security definer set search_path = '' set lock_timeout = '2s' as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  keep_from constant timestamptz := now() - make_interval(days => app.setting('ledger_retention_days')::integer);
  folded_to constant xid8 := (select pg_snapshot_xmin(f.position) from app.folds f where f.name = 'views');
begin
  delete from app.viewer_keys where day < today;
  perform app.forget_write_paces();
  delete from app.rate_windows where starts_at < now() - interval '20 minutes';
  delete from app.vehicle_viewers where seen_at < now() - interval '9 days';   -- looks arrive up to 7 days late
  delete from app.interaction_changes where xact < folded_to;

  -- Photos that are gone
  delete from app.view_rollups r using app.image_attention a
    where r.vehicle_id = a.vehicle_id and r.image_id = a.image_id
      and not exists (select from public.vehicle_images i where i.id = a.image_id);
  delete from app.image_attention a where not exists (select from public.vehicle_images i where i.id = a.image_id);

  -- Scores fall with age: the next fold hands over those of a day ago.
  update app.image_attention a set waiting_since = now()
    where a.image_id in (select b.image_id from app.image_attention b
                         where b.waiting_since is null and b.scored_at < now() - interval '1 day'
                           and app.engagement_score(b.heat * app.heat_left(b.heat_at)) > 0
                         order by b.scored_at limit 20000);

  update app.ledger_clock set since = app.ledger_snapshot()
    -- a restore is for ledger_xact to notice
    where not pg_visible_in_snapshot((base + pg_current_xact_id()::text::bigint)::text::xid8, since);

  begin
    perform app.make_ledger_weeks();
    perform app.drop_ledger_weeks(keep_from, folded_to);
  exception when lock_not_available then
    raise notice 'The ledger is busy; its partitions are seen to next time.';
  end;
end
$$;

-- Views past retention, once they are folded. The counts keep them.
create or replace function app.drop_ledger_weeks(keep_from timestamptz, folded_to xid8) returns void
language plpgsql set search_path = '' as $$
declare
  week record;
  folded boolean;
begin
  delete from app.image_views_rest where viewed_at < keep_from and xact < folded_to;
  for week in
    select c.relname as name from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.image_views'::regclass and c.relname ~ '^image_views_\d{8}$'
      and (to_date(right(c.relname, 8), 'YYYYMMDD') + 7)::timestamp at time zone 'UTC' <= keep_from
  loop
    execute format('select not exists (select from app.%I where xact >= $1)', week.name) into folded using folded_to;
    if folded then execute format('drop table app.%I', week.name); end if;
  end loop;
end
$$;

select app.register_job('fold_views', '1 second', 'select app.fold_views()');
select app.register_job('tend_attention', '1 hour', 'select app.tend_attention()', phase => '17 minutes');
