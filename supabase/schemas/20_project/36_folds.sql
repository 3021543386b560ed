-- Folds: what adds up events that others have written. A row is locked by the one fold of its name that runs; others
-- leave at once, and whoever changes what a fold reads waits for it by the same lock.
create table app.folds (
  name      text primary key,
  position  pg_snapshot,
  folded_at timestamptz not null default now(),
  constraint name_is_known check (name in ('views', 'bets', 'votes'))
);
comment on column app.folds.position is
  'Of views: ledger rows of transactions that this snapshot sees are in the rollups; all others are not. Bets and '
  'votes leave marks instead, which the fold deletes.';
comment on column app.folds.folded_at is 'When views or bets were last added up; votes keep no time.';
revoke all on app.folds from public, anon, authenticated, service_role;

insert into app.folds (name, position) values ('views', '1:1:'), ('bets', null), ('votes', null) on conflict do nothing;
