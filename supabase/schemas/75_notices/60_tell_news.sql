-- Telling news: a job walks through the people concerned in the order of their ids, so many at a time, and keeps its
-- place. It may be killed, run twice or in two processes: a row is held by the one that tells it, and nobody is told
-- twice. A person who cannot be told is set aside and tried again, and the others go on.

-- Whether it is still so: a result may have been settled, a settlement reversed, a reply taken back since.
create or replace function app.news_stands(n app.news) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return case
    when n.version is not null then exists (
      select from public.bet_questions q
      where q.vehicle_id = n.vehicle_id and q.question = n.question and q.round = n.round and case n.kind
        when 'question_settled' then q.version = n.version and q.settled_at is not null
        when 'result_proposed' then q.version = n.version and q.state = 'proposed'
        when 'question_disputed' then q.version = n.version and q.state = 'disputed'
        else true end)
    when n.kind = 'comment_replied' then exists (
      select from public.image_interactions i
      where i.vehicle_id = n.vehicle_id and i.id = (n.details ->> 'comment_id')::uuid and not i.is_hidden)
    when n.kind = 'vehicle_sold' then exists (
      select from public.vehicle_outcomes o
      where o.vehicle_id = n.vehicle_id and o.id = (n.details ->> 'outcome_id')::uuid and o.confirmed_at is not null)
    when n.kind = 'person_active' then exists (select from auth.users u where u.id = n.by_person)
    else true end;
end
$$;

-- The next people concerned, in the order of ids. Each part stops after `most`, so that the whole is complete up to
-- its last.
create or replace function app.news_people(n app.news, most integer) returns uuid[]
language plpgsql stable security definer set search_path = '' as $$
declare
  after constant uuid := coalesce(n.told_to, '00000000-0000-0000-0000-000000000000');
  type constant text := split_part(n.question, ':', 1);
  topic constant text := app.topic_of(n.question);
  settled constant timestamptz := (select q.settled_at from public.bet_questions q
    where q.vehicle_id = n.vehicle_id and q.question = n.question and q.round = n.round);
begin
  return array(
    select x.id from (
      (select distinct b.user_id as id from public.vehicle_bets b
       where n.version is not null and b.vehicle_id = n.vehicle_id and b.bet_type = type and b.user_id > after
         and b.question = n.question and b.round = n.round and b.superseded_by is null
         and (b.status = 'active' or b.resolved_at = settled)
       order by 1 limit most)
      union
      (select distinct f.user_id from public.follows f
       where n.kind <> 'comment_replied' and n.kind <> 'person_active' and f.vehicle_id = n.vehicle_id
         and f.user_id > after and (f.question is null or f.question = topic)
       order by 1 limit most)
      union
      (select distinct f.user_id from public.follows f
       where n.kind = 'person_active' and f.person_id = n.by_person and f.user_id > after
       order by 1 limit most)
      union
      (select v.user_id from public.vehicles v
       where n.version is not null and v.id = n.vehicle_id and v.user_id > after)
      union
      (select distinct b.user_id from public.vehicle_bets b
       where n.kind = 'vehicle_sold' and b.vehicle_id = n.vehicle_id and b.user_id > after
         and b.superseded_by is null and b.status <> 'cancelled'
       order by 1 limit most)
      union
      (select a.user_id from public.auction_votes a
       where n.kind = 'vehicle_sold' and a.vehicle_id = n.vehicle_id and a.user_id > after
       order by 1 limit most)
      union
      (select p.user_id from public.image_interactions p
       where n.kind = 'comment_replied' and p.vehicle_id = n.vehicle_id
         and p.id = (n.details ->> 'parent_id')::uuid and p.user_id > after)
    ) x
    order by 1 limit most);
end
$$;

-- A result in words.
create or replace function app.result_words(result jsonb, currency text) returns text
language sql stable set search_path = '' as $$
  select case
    when result ? 'void' then 'annulled, and every stake has gone back'
    when result ? 'value' then
      'settled at ' || to_char((result ->> 'value')::numeric, 'FM999,999,999,990') || ' ' || currency
    when result ? 'date' then 'settled: finished on ' || (result ->> 'date')
    when result ? 'unfinished_on' then 'settled: not finished by ' || (result ->> 'unfinished_on')
    when (result ->> 'reached')::boolean then 'settled: reached'
    else 'settled: not reached' end
$$;

-- What the news asks about: "hammer price", or as much more as its question says.
create or replace function app.question_words(n app.news) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when q.target_value is not null then format('worth %s %s or more by %s',
      to_char(q.target_value, 'FM999,999,999,990'), q.currency, to_char(q.by_date, 'FMDD FMMonth YYYY'))
    when q.modification is not null then 'what this adds: ' || app.fit(q.modification, 100)
    when n.question is not null then app.bet_label(split_part(n.question, ':', 1)) end
  from (select) one left join public.bet_questions q
    on q.vehicle_id = n.vehicle_id and q.question = n.question and q.round = n.round
$$;

-- What is said to everybody.
create or replace function app.news_words(n app.news) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  car constant text := app.vehicle_name(n.vehicle_id);
  asked constant text := app.question_words(n);
  q public.bet_questions;
begin
  select x.* into q from public.bet_questions x
    where x.vehicle_id = n.vehicle_id and x.question = n.question and x.round = n.round;
  return case n.kind
    when 'question_settled' then format('The question "%s" about the %s is %s.', asked, car,
      app.result_words(q.result, q.currency))
    when 'result_proposed' then format(
      'There is a result for the question "%s" about the %s. Who has a stake in it can dispute it until %s.',
      asked, car, app.said(q.final_at))
    when 'question_disputed' then format('The result of the question "%s" about the %s is disputed.', asked, car)
    when 'question_reversed' then format('The settlement of the question "%s" about the %s has been reversed: the bets '
      'stand again until it is decided anew.', asked, car)
    when 'vehicle_sold' then format('The %s has sold for %s %s.', car,
      to_char((n.details ->> 'value')::numeric, 'FM999,999,999,990'), n.details ->> 'currency')
    when 'comment_replied' then format('Somebody replied to your comment on the %s: "%s"', car, (
      select app.fit(i.comment_text, 300) from public.image_interactions i
      where i.vehicle_id = n.vehicle_id and i.id = (n.details ->> 'comment_id')::uuid))
    when 'forecast_moved' then format('The forecast "%s" of the %s has moved from %s to %s.', asked, car,
      app.median_words(n.question, n.details -> 'before'), app.median_words(n.question, n.details -> 'after'))
    when 'person_active' then format(case n.details ->> 'did' when 'car' then '%s has added a car: the %s.'
      else '%s has bet on the %s.' end, app.person_words(n.by_person), car)
  end;
end
$$;

create or replace function app.median_words(topic text, median jsonb) returns text
language sql stable set search_path = '' as $$
  select case when app.bet_shape(split_part(topic, ':', 1)) = 'day'
    then to_char('1970-01-01'::date + (median #>> '{}')::float8::integer, 'YYYY-MM-DD')
    else concat_ws(' ', to_char((median #>> '{}')::float8, 'FM999,999,999,990'), split_part(topic, ':', 2)) end
$$;

-- A project that has people of its own has no profiles of ours.
create or replace function app.person_words(person uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  name text;
begin
  if to_regclass('public.profiles') is not null then
    execute 'select p.display_name from public.profiles p where p.user_id = $1' into name using person;
  end if;
  return coalesce(name, 'Somebody you follow');
end
$$;

-- What became of one's own bet, where it is settled.
create or replace function app.own_bet_words(n app.news, person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select ' Your bet ' || case b.status when 'won' then 'came true' when 'lost' then 'did not come true'
      else 'did not count' end
    || case when b.stake_amount > 0 then format('; of %s points staked, %s came back.',
      to_char(b.stake_amount, 'FM999,990.##'), to_char(coalesce(b.payout, 0), 'FM999,999,990.##')) else '.' end
  from public.vehicle_bets b join public.bet_questions q
    on q.vehicle_id = b.vehicle_id and q.question = b.question and q.round = b.round
  where n.kind = 'question_settled' and b.vehicle_id = n.vehicle_id and b.bet_type = q.bet_type and b.user_id = person
    and b.question = n.question and b.round = n.round and b.resolved_at = q.settled_at and b.superseded_by is null
  limit 1
$$;

-- Who has given no number and skipped none has not heard the others yet: they are told that it moved, and not to what.
-- See docs/decisions/0007-blind-forecasts.md.
create or replace function app.is_blind(person uuid, vehicle uuid, type text) returns boolean
language sql stable security definer set search_path = '' as $$
  select not exists (select from public.vehicle_bets b
      where b.vehicle_id = is_blind.vehicle and b.user_id = person and b.bet_type = type and b.status <> 'cancelled')
    and not exists (select from public.forecast_skips k
      where k.vehicle_id = is_blind.vehicle and k.user_id = person and k.bet_type = type)
$$;

-- Tells these people, those of them who may see the car and wish to be told, each once.
create or replace function app.tell_people(n app.news, words text, people uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  blind_words constant text := case n.kind when 'forecast_moved' then format('The forecast "%s" of the %s has moved. '
    'Give your own number, and you see the crowd''s.', app.question_words(n), app.vehicle_name(n.vehicle_id)) end;
begin
  with told as (
    insert into public.notices (user_id, kind, vehicle_id, body, payload, news_id, in_digest)
      select p.id, n.kind, n.vehicle_id,
        app.fit(case
          when blind_words is not null and app.is_blind(p.id, n.vehicle_id, split_part(n.question, ':', 1))
          then blind_words else words || coalesce(app.own_bet_words(n, p.id), '') end, 1000),
        n.details - 'before' - 'after'
          || jsonb_strip_nulls(jsonb_build_object('question', n.question, 'round', n.round)), n.id,
        w.way = 'digest' or (w.way = 'mail' and app.mails_are_many(p.id))
      from (select u.id from auth.users u where u.id = any (people) and u.deleted_at is null order by u.id) p
      cross join lateral (select app.notice_way(p.id, n.kind) as way) w
      where w.way <> 'none' and p.id is distinct from n.by_person and not app.is_hidden_from(p.id, n.vehicle_id)
      on conflict (kind, news_id, user_id) do nothing
      returning user_id, body, payload, in_digest
  ), mails as (
    insert into app.outbox (kind, user_id, vehicle_id, payload, news_id)
      select n.kind, t.user_id, n.vehicle_id, t.payload || jsonb_build_object('body', t.body), n.id
      from told t join auth.users u on u.id = t.user_id
      where not t.in_digest and u.email is not null and app.notice_way(t.user_id, n.kind) = 'mail'
      returning id
  )
  insert into app.outbox_deliveries (outbox_id, channel) select m.id, 'email' from mails m;
end
$$;

-- The next people of one row, at most so many. Returns whether there may be more.
create or replace function app.tell_some(n app.news, most integer) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  people uuid[];
  words text;
  one uuid;
begin
  people := case when app.news_stands(n) then app.news_people(n, most) else '{}' end;
  if people = '{}' then
    update app.news x set done_at = now() where x.id = n.id;
    return false;
  end if;
  words := app.news_words(n);
  begin
    perform app.tell_people(n, words, people);
  exception when others then
    foreach one in array people loop
      begin
        perform app.tell_people(n, words, array[one]);
      exception when others then
        perform app.set_item_aside('tell_people', n.id || ' ' || one, sqlerrm);
      end;
    end loop;
  end;
  update app.news x set told_to = people[cardinality(people)], told = x.told + cardinality(people) where x.id = n.id;
  return true;
end
$$;

-- People who were set aside and are due again.
create or replace function app.tell_again() returns void
language plpgsql security definer set search_path = '' as $$
declare
  item text;
  n app.news;
begin
  for item in
    select s.item from app.set_aside s where s.work = 'tell_people' and s.next_try_at <= now()
    order by s.next_try_at limit 100 for update skip locked
  loop
    begin
      select x.* into n from app.news x where x.id = split_part(item, ' ', 1)::uuid;
      if found and app.news_stands(n) then
        perform app.tell_people(n, app.news_words(n), array[split_part(item, ' ', 2)::uuid]);
      end if;
      perform app.item_is_done('tell_people', item);
    exception when others then
      perform app.set_item_aside('tell_people', item, sqlerrm);
    end;
  end loop;
end
$$;

-- The next row to tell, for this transaction alone. Its vehicle is held first, as who deletes it holds it: a notice
-- refers to it, and would wait for the deletion that waits for the row here.
create or replace function app.next_news() returns app.news
language plpgsql security definer set search_path = '' as $$
declare
  waiting record;
  n app.news;
begin
  for waiting in
    select x.id, x.vehicle_id from app.news x where x.done_at is null and not app.is_set_aside('tell_news', x.id::text)
    order by x.told_to is not null, x.created_at, x.id   -- a long row delays no other
  loop
    if waiting.vehicle_id is not null then
      perform from public.vehicles v where v.id = waiting.vehicle_id for key share skip locked;
      continue when not found;
    end if;
    select x.* into n from app.news x where x.id = waiting.id and x.done_at is null for update skip locked;
    exit when found;
  end loop;
  return n;
end
$$;

-- Returns how many batches it has told; a run takes about a second at most.
create or replace function app.tell_news(most integer default 1000) returns integer
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  until constant timestamptz := clock_timestamp() + interval '1 second';
  n app.news;
  batches integer := 0;
begin
  perform app.tell_again();
  loop
    n := app.next_news();
    exit when n.id is null;
    begin
      while app.tell_some(n, most) loop
        batches := batches + 1;
        exit when clock_timestamp() > until;
        select x.* into n from app.news x where x.id = n.id;
      end loop;
      perform app.item_is_done('tell_news', n.id::text);
    exception when others then
      perform app.set_item_aside('tell_news', n.id::text, sqlerrm);
    end;
    exit when clock_timestamp() > until;
  end loop;
  return batches;
end
$$;

-- Once a day: what is no news any more, and notices of a year ago.
create or replace function app.forget_news() returns void
language sql security definer set search_path = '' as $$
  delete from app.news n where n.done_at < now() - interval '90 days';
  delete from public.notices n where n.created_at < now() - app.setting_interval('notices_kept');
$$;
insert into app.settings (name, value, about) values ('notices_kept', '1 year', 'How long notices are kept.')
on conflict (name) do update set about = excluded.about;

select app.register_job('tell_news', '2 seconds', 'select app.tell_news()');
select app.register_job('forget_news', '1 day', 'select app.forget_news()', phase => '3 hours 23 minutes');
