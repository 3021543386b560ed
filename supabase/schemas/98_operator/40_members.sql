-- Members as operators find them. Suspensions are in 20_project/25_operators.sql, bans in
-- 70_auction/16_vote_weights.sql.

-- A project's profiles may have other columns than ours: then nobody has a name here.
create or replace function app.public_names(people uuid[]) returns table (user_id uuid, name text)
language plpgsql stable security definer set search_path = '' as $$
begin
  if to_regclass('public.profiles') is null then return; end if;
  return query execute
    'select (x.row ->> ''user_id'')::uuid, x.row ->> ''display_name'' '
      'from (select to_jsonb(p) as row from public.profiles p where p.user_id = any ($1)) x' using people;
exception when undefined_column then
  return;
end
$$;

-- By words that stand in a name or an address, by an id, or all, the newest first. `which`: suspended, banned (from
-- voting), operators, or null for everybody. The next page begins after the last row's `joined_at` and id.
create or replace function app.find_members(words text, which text, most integer, after jsonb)
returns table (user_id uuid, name text, email text, is_anonymous boolean, is_operator boolean, joined_at timestamptz,
               last_sign_in_at timestamptz, suspended_until timestamptz, suspended_for text, banned_at timestamptz,
               banned_for text, comments_held bigint)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
declare
  asked constant text := lower(btrim(coalesce(find_members.words, '')));
  named uuid[];
begin
  perform app.require_operator();
  if find_members.which is not null and find_members.which not in ('suspended', 'banned', 'operators') then
    perform app.refuse('which_is_known', 'Members are suspended, banned or operators.', null, '22023');
  end if;
  if asked <> '' and to_regclass('public.profiles') is not null then
    begin
      execute 'select array_agg(p.user_id) from (select p.user_id from public.profiles p '
        'where strpos(lower(p.display_name), $1) > 0 limit 1000) p' into named using asked;
    exception when undefined_column then
      named := null;
    end;
  end if;
  return query
  with page as (
    select u.* from auth.users u
    where u.deleted_at is null
      and (asked = '' or strpos(u.email::text, asked) > 0 or u.id::text = asked or u.id = any (named))
      and case find_members.which
        when 'suspended' then u.banned_until > now()
        when 'banned' then exists (select from app.banned_members b where b.user_id = u.id)
        when 'operators' then u.raw_app_meta_data ->> 'role' = 'operator'
        else true end
      and (after is null or (u.created_at, u.id) < ((after ->> 'joined_at')::timestamptz, (after ->> 'user_id')::uuid))
    order by u.created_at desc, u.id desc limit least(greatest(most, 0), 200)
  )
  select p.id, n.name, p.email::text, coalesce(p.is_anonymous, false),
    coalesce(p.raw_app_meta_data ->> 'role' = 'operator', false), p.created_at, p.last_sign_in_at,
    case when p.banned_until > now() then p.banned_until end,
    case when p.banned_until > now() then (select a.reason from app.operator_acts a
      where a.about = p.id::text and a.act = 'suspend_member' order by a.at desc limit 1) end,
    b.banned_at, b.reason,
    (select count(*) from app.held_comments h join public.image_interactions c
      on c.vehicle_id = h.vehicle_id and c.id = h.interaction_id where c.user_id = p.id)
  from page p
  left join app.banned_members b on b.user_id = p.id
  left join app.public_names((select array_agg(x.id) from page x)) n on n.user_id = p.id
  order by p.created_at desc, p.id desc;
end
$$;
create or replace function public.find_members(
  words text default null, which text default null, "limit" integer default 50, "after" jsonb default null)
returns table (user_id uuid, name text, email text, is_anonymous boolean, is_operator boolean, joined_at timestamptz,
               last_sign_in_at timestamptz, suspended_until timestamptz, suspended_for text, banned_at timestamptz,
               banned_for text, comments_held bigint)
language sql stable set search_path = '' as $$
  select * from app.find_members(words, which, "limit", "after")
$$;
comment on function public.find_members(text, text, integer, jsonb) is
  'For operators: members by name, address or id; which is suspended, banned or operators. The newest first, at most '
    '200 a page; after: { joined_at, user_id } of the last one seen.';
grant execute on function app.find_members(text, text, integer, jsonb),
  public.find_members(text, text, integer, jsonb) to authenticated, service_role;
