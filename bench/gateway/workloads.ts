/** Tables of the benchmark's own, with policies as an app has them. Applied once, by the superuser. */
export const schema = `
  drop table if exists public.bench_items, public.bench_events, public.bench_lines, public.bench_orders, public.bench_customers;
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
  create table public.bench_customers (id int primary key, name text not null);
  create table public.bench_orders (
    id int primary key, customer_id int not null references public.bench_customers, total numeric(10, 2), placed_at timestamptz not null default now()
  );
  create table public.bench_lines (
    id int primary key, order_id int not null references public.bench_orders, item text not null, quantity int not null
  );
  create index on public.bench_lines (order_id);
  insert into public.bench_customers select i, 'customer ' || i from generate_series(1, 50) i;
  insert into public.bench_orders (id, customer_id, total) select i, 1 + i % 50, i * 2.5 from generate_series(1, 2000) i;
  insert into public.bench_lines select i, 1 + i % 2000, 'item ' || i, i % 7 from generate_series(1, 6000) i;
  grant select on public.bench_customers, public.bench_orders, public.bench_lines to authenticated;
  alter table public.bench_customers enable row level security;
  alter table public.bench_orders enable row level security;
  alter table public.bench_lines enable row level security;
  create policy "members see customers" on public.bench_customers for select to authenticated using (true);
  create policy "members see orders" on public.bench_orders for select to authenticated using (true);
  create policy "members see lines" on public.bench_lines for select to authenticated using (true);
  analyze public.bench_items, public.bench_customers, public.bench_orders, public.bench_lines;
`

export type Workload = {
  name: string
  method: string
  path: string
  body: string
  /** What is asked for where that is not JSON. */
  accept?: string
  /** Rows of the answer. */
  rows?: number
  /** The share of the same transaction on the bare driver that is promised. */
  leastOfThin: number
}

const embeds = 'id,total,placed_at,customer:bench_customers(id,name),lines:bench_lines(id,item,quantity)'

/** As supabase-js sends them: `.from().select().eq()`, `.from().insert()`, `.rpc()`. */
export const workloads: Workload[] = [
  {
    name: 'select by id',
    method: 'GET',
    path: '/rest/v1/bench_items?select=*&id=eq.7',
    body: '',
    rows: 1,
    leastOfThin: 0.6,
  },
  {
    name: 'insert',
    method: 'POST',
    path: '/rest/v1/bench_events',
    body: '{"item_id":7,"note":"seen"}',
    leastOfThin: 0.6,
  },
  { name: 'rpc', method: 'POST', path: '/rest/v1/rpc/bench_add', body: '{"a":1,"b":2}', leastOfThin: 0.6 },
  {
    name: '100 rows, two embeds',
    method: 'GET',
    path: `/rest/v1/bench_orders?select=${embeds}&order=id&limit=100`,
    body: '',
    rows: 100,
    leastOfThin: 0.85,
  },
  {
    name: '1,000 rows as CSV',
    method: 'GET',
    path: '/rest/v1/bench_items?select=*&limit=1000',
    body: '',
    accept: 'text/csv',
    rows: 1_000,
    leastOfThin: 0.85,
  },
]

export const connections = [16, 64]

/** Every side may hold this many database connections. */
export const poolSize = 10
