-- The verdict: whether the community sends a vehicle to auction, from weighed votes. docs/guides/auction-votes.md tells
-- it at length.

-- The effective votes that a verdict takes; the page says the same (src/react/charts/layout/wilson.ts).
create or replace function app.least_votes() returns integer
language sql immutable parallel safe as $$ select 10 $$;
grant execute on function app.least_votes() to anon, authenticated, service_role;   -- for auction_vote_summary

-- Wilson's score interval for a share; each end is a one-sided 95 % bound (z = 1.6449) unless another z is given. E. B.
-- Wilson, "Probable inference, the law of succession, and statistical inference", J. Am. Stat. Assoc. 22 (1927)
-- 209-212.
create or replace function app.wilson(
  yes float8, votes float8, z float8 default 1.6449, out lower float8, out upper float8)
language sql immutable set search_path = '' as $$
  select case when votes > 0 then greatest(0, middle - half) else 0 end,
         case when votes > 0 then least(1, middle + half) else 1 end
  from (
    select (share + z * z / (2 * n)) / (1 + z * z / n) as middle,
           z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n) as half
    from (select case when votes > 0 then votes else 1 end as n,
      case when votes > 0 then yes / votes else 0 end as share) given
  ) bounds
$$;

-- The rule. Weights come in hundredths, as tallies keep them.
--   1. Regular voters (regulars and owners of the make) weigh S. Newcomers together weigh at most half of S, and at
--   most what S lacks
--      to 50: they help while regular voters are few, and cannot outvote them. From S = 50 on the verdict rests on
--      regular voters alone.
--   2. ready: at least 10 effective votes, and the lower Wilson bound of yes above one half. not_ready: the upper bound
--   below it.
--   3. Agreement: each cohort with at least 5 effective votes must itself lean that way, or the verdict is undecided.
--      A cohort with fewer is too small to be asked: its votes are in the sum, and that is all.
create or replace function app.judge(
  regular_weight bigint, regular_yes bigint, maker_weight bigint, maker_yes bigint, newcomer_weight bigint,
  newcomer_yes bigint,
  out newcomer_share float8, out effective_votes float8, out effective_yes float8, out wilson_lower float8,
  out wilson_upper float8,
  out verdict text, out verdict_reason text, out votes_needed integer, out cohorts jsonb
)
language plpgsql immutable set search_path = '' as $$
declare
  z constant float8 := 1.6449;
  least_votes constant float8 := app.least_votes();
  cohort_votes constant float8 := 5;
  settled constant float8 := (regular_weight + maker_weight) / 100.0;
  newcomers constant float8 := newcomer_weight / 100.0;
  share float8;
  leaning text;
  objecting text[] := '{}';
  cohort record;
  missing float8;
begin
  newcomer_share := case when newcomers > 0
    then least(1, settled / 2 / newcomers, greatest(0, 50 - settled) / newcomers) else 1 end;
  effective_votes := settled + newcomers * newcomer_share;
  effective_yes := (regular_yes + maker_yes) / 100.0 + newcomer_yes / 100.0 * newcomer_share;
  select w.lower, w.upper into wilson_lower, wilson_upper from app.wilson(effective_yes, effective_votes, z) w;
  share := case when effective_votes > 0 then effective_yes / effective_votes end;
  leaning := case when share > 0.5 then 'ready' when share < 0.5 then 'not_ready' end;

  cohorts := '[]';
  for cohort in
    select c.name, c.words, c.votes, c.yes
    from (values ('regular', 'regulars', regular_weight / 100.0::float8, regular_yes / 100.0::float8),
                 ('maker', 'owners of the make', maker_weight / 100.0, maker_yes / 100.0),
                 ('newcomer', 'newcomers', newcomers * newcomer_share, newcomer_yes / 100.0 * newcomer_share)) c (
                   name, words, votes, yes)
    where c.votes >= cohort_votes
  loop
    cohorts := cohorts || jsonb_build_object('cohort', cohort.name, 'effective_votes', round(cohort.votes::numeric, 2),
                                             'yes_percent', round((100 * cohort.yes / cohort.votes)::numeric, 1));
    if (leaning = 'ready' and cohort.yes / cohort.votes <= 0.5)
      or (leaning = 'not_ready' and cohort.yes / cohort.votes >= 0.5) then
      objecting := objecting || cohort.words;
    end if;
  end loop;

  verdict := 'undecided';
  -- Wilson's bound passes one half exactly where n > z^2 / (4 (p - 1/2)^2)
  missing := case when leaning is not null then
    greatest(0, ceil(round((greatest(least_votes, z * z / (4 * power(share - 0.5, 2))) - effective_votes)::numeric,
      6))) end;
  if effective_votes = 0 then
    verdict_reason := case when newcomers > 0 then 'So far only newcomers have voted; settled members decide.'
      else 'Nobody has voted yet.' end;
    votes_needed := least_votes;
  elsif effective_votes < least_votes then
    verdict_reason := format('%s effective votes of the %s that a verdict needs.', app.plain(effective_votes),
      least_votes);
    votes_needed := case when missing is null then null when missing <= 100000 then missing end;
  elsif wilson_lower <= 0.5 and wilson_upper >= 0.5 then
    verdict_reason := format('%s %% say yes; with %s effective votes the community may be anywhere from %s to %s %%.',
      app.plain(100 * share), app.plain(effective_votes), app.plain(100 * wilson_lower), app.plain(100 * wilson_upper));
    votes_needed := case when missing <= 100000 then greatest(missing, 1) end;
  elsif objecting <> '{}' then
    verdict_reason := format('%s %% say yes, but %s see it the other way.', app.plain(100 * share),
      array_to_string(objecting, ' and '));
  else
    verdict := leaning;
    votes_needed := 0;
    verdict_reason := case leaning
      when 'ready' then format('%s %% say yes; it is 95 %% sure that more than %s %% of the community does.',
                               app.plain(100 * share), app.plain(floor((1000 * wilson_lower)::numeric) / 10))
      else format('%s %% say yes; it is 95 %% sure that fewer than %s %% of the community does.',
                  app.plain(100 * share), app.plain(ceil((1000 * wilson_upper)::numeric) / 10)) end;
  end if;
end
$$;

-- A number as people read it: one decimal at most, and none where it is zero.
create or replace function app.plain(x numeric) returns text
language sql immutable set search_path = '' as $$ select trim_scale(round(x, 1))::text $$;
create or replace function app.plain(x float8) returns text
language sql immutable set search_path = '' as $$ select trim_scale(round(x::numeric, 1))::text $$;

revoke all on function app.wilson(float8, float8, float8), app.judge(bigint, bigint, bigint, bigint, bigint, bigint),
  app.plain(numeric),
  app.plain(float8) from public, anon, authenticated, service_role;
