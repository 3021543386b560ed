create view public.progress with (security_invoker = true) as
  select list_id, count(*) as todos, count(*) filter (where done) as done from public.todos group by list_id;

create function public.finish(list uuid) returns setof public.todos language sql as $$
  update public.todos set done = true where list_id = list and not done returning *
$$;
