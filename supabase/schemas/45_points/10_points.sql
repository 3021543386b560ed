-- Points: a double-entry ledger. Every transfer sums to zero, rows are only ever appended, and a person's balances are
-- what the entries add up to. Points are play money: they cannot be bought, sold or sent.
--   available  free to stake                    owed    what a reversed settlement could not take back; paid from later
--              payouts
--   escrow     staked on bets that are active   issued  the other side of the points people start with; not a person's

create table app.point_accounts (
  user_id     uuid primary key,
  person_id   uuid references auth.users (id) on delete set null,   -- user_id again; the account outlives its person
  available   numeric(14, 2) not null default 0,
  escrow      numeric(14, 2) not null default 0,
  owed        numeric(14, 2) not null default 0,
  left_behind boolean generated always as (person_id is null and (available <> 0 or owed <> 0)) stored,
  owing       boolean generated always as (owed > 0) stored,
  opened_at   timestamptz not null default now(),
  constraint balance_is_not_negative check (available >= 0 and available <= 1e11),
  constraint escrow_is_not_negative check (escrow >= 0 and escrow <= 1e11),
  constraint owed_is_not_negative check (owed >= 0 and owed <= 1e11)
)
-- Balances change all the time, so none is in an index, and pages are left half empty: a change then touches no index.
with (fillfactor = 50);
comment on table app.point_accounts is 'Balances: the sums of point_entries, written by nothing but its trigger.';
comment on column app.point_accounts.left_behind is
  'The person is gone and the account not empty yet; see app.close_accounts.';
create index point_accounts_by_person on app.point_accounts (person_id);
create index point_accounts_to_close on app.point_accounts (user_id) where left_behind;
create index point_accounts_owing on app.point_accounts (user_id) where owing;

create table app.point_transfers (
  id         uuid primary key default gen_random_uuid(),
  kind       text not null,
  vehicle_id uuid,
  question   text,
  round      smallint,
  version    smallint,
  bets       integer,
  reverses   uuid references app.point_transfers (id),
  made_at    timestamptz not null default now(),
  constraint transfer_kind_is_known check
    (kind in ('opened', 'staked', 'superseded', 'cancelled', 'removed', 'settled', 'annulled', 'reversed', 'closed')),
  constraint only_reversals_reverse check ((kind = 'reversed') = (reverses is not null)),
  constraint settlements_name_their_question check
    (kind not in ('settled', 'annulled', 'reversed')
      or (vehicle_id is not null and question is not null and round is not null and version is not null))
);
comment on column app.point_transfers.bets is 'Of a settlement: how many bets it settled, with a stake or without.';

-- What makes settlement happen once: a second transfer for the same question and version cannot exist.
create unique index point_transfers_settle_once on app.point_transfers (vehicle_id, question, round, version)
  where kind in ('settled', 'annulled');
create unique index point_transfers_reverse_once on app.point_transfers (reverses) where reverses is not null;

create table app.point_entries (
  id          bigint generated always as identity primary key,
  -- Transfers are never deleted, so app.book_entries checks this with one lookup a statement; a foreign key does one a
  -- row.
  transfer_id uuid not null,
  account     text not null,
  user_id     uuid,
  bet_id      uuid,
  amount      numeric(14, 2) not null,
  constraint account_is_known check (account in ('available', 'escrow', 'owed', 'issued')),
  constraint only_issued_points_have_no_owner check ((account = 'issued') = (user_id is null)),
  constraint amount_is_not_zero check (amount <> 0 and abs(amount) <= 1e11)
);
comment on column app.point_entries.amount is
  'Points into the account; negative: out of it. What is owed is entered as its negative.';
create index point_entries_by_transfer on app.point_entries (transfer_id);
create index point_entries_by_person on app.point_entries (user_id, id);

revoke all on app.point_accounts, app.point_transfers, app.point_entries from public, anon, authenticated, service_role;

-- Entries that are written together belong to a transfer and sum to zero in it, so every transfer does, always.
-- Balances follow from them here and nowhere else. Who writes entries holds their accounts, and has taken them in one
-- order (app.lock_accounts), so two transfers cannot deadlock.
create or replace function app.book_entries() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  uneven record;
begin
  select s.transfer_id, s.amount, t.id is null as unknown into uneven
    from (select e.transfer_id, sum(e.amount) as amount from written e group by e.transfer_id) s
    left join app.point_transfers t on t.id = s.transfer_id
    where s.amount <> 0 or t.id is null limit 1;
  if uneven.unknown then
    raise exception 'There is no transfer %.', uneven.transfer_id
      using errcode = 'foreign_key_violation', constraint = 'entries_have_a_transfer';
  elsif found then
    raise exception 'Transfer % does not sum to zero but to %.', uneven.transfer_id, uneven.amount
      using errcode = 'check_violation', constraint = 'transfers_sum_to_zero';
  end if;
  update app.point_accounts a
    set available = a.available + e.available, escrow = a.escrow + e.escrow, owed = a.owed - e.owed
    from (
      select w.user_id,
             coalesce(sum(w.amount) filter (where w.account = 'available'), 0) as available,
             coalesce(sum(w.amount) filter (where w.account = 'escrow'), 0)    as escrow,
             coalesce(sum(w.amount) filter (where w.account = 'owed'), 0)      as owed
      from written w where w.user_id is not null group by w.user_id
    ) e
    where a.user_id = e.user_id;
  return null;
end
$$;

create trigger point_entries_book after insert on app.point_entries
  referencing new table as written for each statement execute function app.book_entries();

create or replace function app.keep_ledger() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'The ledger of points is only ever appended to.'
    using errcode = 'insufficient_privilege', hint = 'Correct a transfer by its reversal.';
end
$$;

create trigger point_entries_keep before update or delete or truncate on app.point_entries
  for each statement execute function app.keep_ledger();
create trigger point_transfers_keep before update or delete or truncate on app.point_transfers
  for each statement execute function app.keep_ledger();

-- Locks these people's accounts until the transaction ends.
create or replace function app.lock_accounts(people uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform from app.point_accounts a where a.user_id = any (people) order by a.user_id for no key update;
end
$$;

-- What everybody starts with.
create or replace function app.starting_points() returns numeric
language sql immutable set search_path = '' as $$ select 1000.00 $$;

-- Locks a person's account until the transaction ends, opening it first where there is none, and returns it.
create or replace function app.lock_account(person uuid) returns app.point_accounts
language plpgsql security definer set search_path = '' as $$
declare
  account app.point_accounts;
  opening uuid;
begin
  loop
    select a.* into account from app.point_accounts a where a.user_id = person for no key update;
    if found then
      return account;
    end if;
    insert into app.point_accounts (user_id, person_id) values (person, person) on conflict do nothing;
    if found then
      insert into app.point_transfers (kind) values ('opened') returning id into opening;
      insert into app.point_entries (transfer_id, account, user_id, amount)
        values (opening, 'issued', null, -app.starting_points()), (opening, 'available', person, app.starting_points());
    end if;
  end loop;
end
$$;

-- From available to escrow, for a bet that has just been placed.
create or replace function app.take_stake() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  account constant app.point_accounts := app.lock_account(new.user_id);
  transfer uuid;
begin
  if account.available < new.stake_amount then
    perform app.refuse('stake_is_within_the_balance',
      format('The stake of %s is above your balance of %s points.', new.stake_amount, account.available));
  end if;
  insert into app.point_transfers (kind, vehicle_id, question, round)
    values ('staked', new.vehicle_id, new.question, new.round) returning id into transfer;
  insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
    values (transfer, 'available', new.user_id, new.id, -new.stake_amount),
      (transfer, 'escrow', new.user_id, new.id, new.stake_amount);
  return null;
end
$$;

create trigger vehicle_bets_take_stake after insert on public.vehicle_bets
  for each row when (new.stake_amount > 0) execute function app.take_stake();

-- From escrow back to available, for a bet that closes without being settled.
create or replace function app.return_stake(bet public.vehicle_bets, why text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  transfer uuid;
begin
  if bet.stake_amount > 0 then
    insert into app.point_transfers (kind, vehicle_id, question, round)
      values (why, bet.vehicle_id, bet.question, bet.round) returning id into transfer;
    insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
      values (transfer, 'escrow', bet.user_id, bet.id, -bet.stake_amount),
        (transfer, 'available', bet.user_id, bet.id, bet.stake_amount);
  end if;
end
$$;

-- Bets that go with a deleted vehicle or account give their stakes back.
create or replace function app.return_removed_stakes() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  transfer uuid;
begin
  if exists (select from removed r where r.status = 'active' and r.stake_amount > 0) then
    perform app.lock_accounts(array(select r.user_id from removed r where r.status = 'active' and r.stake_amount > 0));
    insert into app.point_transfers (kind) values ('removed') returning id into transfer;
    insert into app.point_entries (transfer_id, account, user_id, bet_id, amount)
      select transfer, e.account, r.user_id, r.id, e.sign * r.stake_amount
      from removed r, (values ('escrow', -1), ('available', 1)) e (account, sign)
      where r.status = 'active' and r.stake_amount > 0;
  end if;
  return null;
end
$$;

-- Of several vehicles that go at once the accounts are taken in one order too: by its name this comes before the first
-- of them takes its bets along.
create or replace function app.lock_accounts_of_gone() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if old.id = (select g.id from gone g limit 1) then
    perform app.lock_accounts(array(
      select b.user_id from gone g join public.vehicle_bets b on b.vehicle_id = g.id
      where b.status = 'active' and b.stake_amount > 0));
  end if;
  return null;
end
$$;
create trigger "A_vehicles_lock_accounts" after delete on public.vehicles
  referencing old table as gone for each row execute function app.lock_accounts_of_gone();

create trigger vehicle_bets_return_removed_stakes after delete on public.vehicle_bets
  referencing old table as removed for each statement execute function app.return_removed_stakes();

-- Balances as their owner sees them. Who has not bet yet has the starting points, though no account is open.
alter table app.point_accounts enable row level security;
grant select on app.point_accounts to authenticated, service_role;
grant execute on function app.starting_points() to authenticated, service_role;

create policy "members see their own account" on app.point_accounts
  for select to authenticated using (user_id = (select auth.uid()));

create or replace view public.point_balances with (security_invoker = true) as
select a.user_id, a.available, a.escrow, a.owed from app.point_accounts a
union all
select n.user_id, app.starting_points(), 0.00, 0.00
from (select (select auth.uid()) as user_id) n
where n.user_id is not null and not exists (select from app.point_accounts a where a.user_id = n.user_id);

comment on view public.point_balances is
  'Points free to stake, points staked, and points owed after a reversed settlement. People see their own balance, the '
    'service role all.';

revoke all on public.point_balances from public, anon, authenticated, service_role;
grant select on public.point_balances to authenticated, service_role;
