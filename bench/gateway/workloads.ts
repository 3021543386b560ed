/** Tables of the benchmark's own, with policies as an app has them. Applied once, by the superuser. */
export const schema = `
  drop table if exists public.bench_items, public.bench_events;
  create table public.bench_items (
    id int primary key, name text not null, price numeric(10, 2), details jsonb, created_at timestamptz not null default now()
  );
  insert into public.bench_items (id, name, price, details)
    select i, 'item ' || i, i * 1.25, jsonb_build_object('colour', 'red', 'sizes', jsonb_build_array(1, 2, 3)) from generate_series(1, 1000) i;
  create table public.bench_events (
    id bigint generated always as identity primary key, item_id int not null, note text not null, created_at timestamptz not null default now()
  );
  create or replace function public.bench_add(a int, b int) returns int language sql immutable as 'select a + b';
  grant select on public.bench_items to authenticated;
  grant insert (item_id, note) on public.bench_events to authenticated;
  alter table public.bench_items enable row level security;
  alter table public.bench_events enable row level security;
  create policy "members see items" on public.bench_items for select to authenticated using (true);
  create policy "members add events" on public.bench_events for insert to authenticated with check (item_id > 0);
  analyze public.bench_items;
`

export type Workload = { name: string; method: string; path: string; body: string }

/** As supabase-js sends them: `.from().select().eq()`, `.from().insert()`, `.rpc()`. */
export const workloads: Workload[] = [
  { name: 'select by id', method: 'GET', path: '/rest/v1/bench_items?select=*&id=eq.7', body: '' },
  { name: 'insert', method: 'POST', path: '/rest/v1/bench_events', body: '{"item_id":7,"note":"seen"}' },
  { name: 'rpc', method: 'POST', path: '/rest/v1/rpc/bench_add', body: '{"a":1,"b":2}' },
]

export const connections = [16, 64]

/** Every side may hold this many database connections. */
export const poolSize = 10
