create extension if not exists citext with schema extensions;

create table public.lists (
  id    uuid primary key default gen_random_uuid(),
  owner uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name  extensions.citext not null,
  unique (owner, name)
);

create table public.todos (
  id      bigint generated always as identity primary key,
  list_id uuid not null references public.lists (id) on delete cascade,
  title   text not null check (length(btrim(title)) between 1 and 200),
  done    boolean not null default false
);

alter table public.lists enable row level security;
alter table public.todos enable row level security;

create policy "lists are their owner's" on public.lists using (owner = auth.uid()) with check (owner = auth.uid());
create policy "todos are their list's" on public.todos
  using (exists (select from public.lists l where l.id = list_id))
  with check (exists (select from public.lists l where l.id = list_id));
