-- Ledger clock: when a ledger row was written, as a number that the fold can trust.
-- A row carries the id of its transaction, for ids and snapshots tell exactly which rows have become visible since
-- the last fold, whatever the order of their commits. A database restored elsewhere starts with ids of its own, which
-- may be lower than those in its rows: `base` lifts them above all that came before.

create table app.ledger_clock (
  id    boolean primary key default true,
  base  bigint not null default 0,
  since pg_snapshot not null,
  constraint there_is_one_clock check (id)
);

comment on column app.ledger_clock.base is 'Added to every transaction id.';
comment on column app.ledger_clock.since is
  'A snapshot in the past: a transaction that it takes for finished, and that is running, belongs to another history.';

insert into app.ledger_clock (since) values (pg_current_snapshot()) on conflict do nothing;

revoke all on app.ledger_clock from public, anon, authenticated, service_role;

-- The current statement's snapshot in the ledger's numbers. Stable, so that it is the snapshot of the statement that
-- asks.
create or replace function app.ledger_snapshot() returns pg_snapshot
language sql stable set search_path = '' as $$
  select case when c.base = 0 then s.now
    else format('%s:%s:%s', c.base + pg_snapshot_xmin(s.now)::text::bigint,
      c.base + pg_snapshot_xmax(s.now)::text::bigint,
                (select string_agg((c.base + x::text::bigint)::text, ',' order by x)
                  from pg_snapshot_xip(s.now) x))::pg_snapshot
    end
  from app.ledger_clock c, (select pg_current_snapshot() as now) s
$$;

-- This transaction's id in the ledger's numbers.
create or replace function app.ledger_xact() returns xid8
language plpgsql security definer set search_path = '' as $$
declare
  clock app.ledger_clock;
  own constant bigint := pg_current_xact_id()::text::bigint;
begin
  select * into clock from app.ledger_clock;
  if pg_visible_in_snapshot((clock.base + own)::text::xid8, clock.since) then
    clock := app.start_new_history();
  end if;
  return (clock.base + own)::text::xid8;
end
$$;

-- After a restore: from now on the numbers are above all that the restored rows carry.
create or replace function app.start_new_history() returns app.ledger_clock
language plpgsql set search_path = '' as $$
declare
  clock app.ledger_clock;
begin
  select * into clock from app.ledger_clock for update;
  if pg_visible_in_snapshot((clock.base + pg_current_xact_id()::text::bigint)::text::xid8, clock.since) then
    select 1 + max(past.number) into clock.base
    from (select pg_snapshot_xmax(clock.since)::text::bigint as number
          union all select pg_snapshot_xmax(f.position)::text::bigint from app.folds f where f.name = 'views'
          union all (select v.xact::text::bigint from public.image_views v order by v.xact desc limit 1)
          union all (select c.xact::text::bigint from app.interaction_changes c order by c.xact desc limit 1)) past;
    update app.ledger_clock set base = clock.base;
    update app.ledger_clock set since = app.ledger_snapshot() returning * into clock;
  end if;
  return clock;
end
$$;
