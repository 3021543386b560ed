-- Calibration: whether what is called 70 % comes true 7 times in 10. One curve across all kinds of questions: every bet
-- is a claim with a confidence that came true or did not. Bets of owners on their own vehicles are left out.

-- Sums over a person's settled claims, by tenths of confidence. With them the Brier score and its decomposition are
-- exact.
create table app.calibration_bins (
  user_id            uuid not null references auth.users (id) on delete cascade,
  bin                smallint not null,
  bets               integer not null,
  confidence         numeric not null,
  confidence_squares numeric not null,
  came_true          integer not null,
  confidence_true    numeric not null,
  log_score          numeric not null,
  primary key (user_id, bin),
  constraint bin_is_from_0_to_9 check (bin between 0 and 9)
);
comment on column app.calibration_bins.confidence_true is 'Sum of the confidences of the claims that came true.';
comment on column app.calibration_bins.log_score is
  'Sum of -ln of the probability given to what happened, which counts as 0.0001 at least.';

-- What the crowd said of each settled question, kept when it was settled.
create table app.crowd_forecasts (
  vehicle_id  uuid not null references public.vehicles (id) on delete cascade,
  question    text not null,
  round       smallint not null,
  bet_type    text not null,
  people      integer not null,
  probability numeric not null,
  came_true   boolean,
  settled_at  timestamptz not null,
  primary key (vehicle_id, question, round),
  constraint crowd_probability_is_from_0_to_1 check (probability >= 0 and probability <= 1),
  constraint only_milestones_come_true check (
    (bet_type = any (app.bet_types_of('milestone'))) = (came_true is not null))
);
comment on column app.crowd_forecasts.probability is
  'As people saw it when betting closed. Of a milestone: that it is reached. Of other questions: of at most the '
    'answer, which is even from 0 to 1 where the crowd is calibrated.';

revoke all on app.calibration_bins, app.crowd_forecasts from public, anon, authenticated, service_role;
grant select on app.calibration_bins, app.crowd_forecasts to anon, authenticated, service_role;

alter table app.calibration_bins enable row level security;
alter table app.crowd_forecasts enable row level security;

create policy "anyone sees how calibrated forecasters are" on app.calibration_bins
  for select to anon, authenticated using (true);
create policy "anyone sees how calibrated the crowd is" on app.crowd_forecasts
  for select to anon, authenticated using (true);

create or replace function app.calibration_sums(changes app.standing_changes[])
returns table (user_id uuid, bin integer, bets bigint, confidence numeric, confidence_squares numeric, came_true bigint,
               confidence_true numeric, log_score numeric)
language sql immutable set search_path = '' as $$
  select c.user_id, least(floor(c.confidence * 10), 9)::int as bin, sum(c.sign), sum(c.sign * c.confidence),
         sum(c.sign * c.confidence * c.confidence),
         sum(c.sign * c.came_true::int), sum(c.sign * c.confidence * c.came_true::int),
         sum(c.sign * round(app.log_score(least(greatest(c.confidence, 0.0001), 0.9999)::float8, c.came_true)::numeric,
           12))
  from unnest(changes) c where c.came_true is not null
  group by 1, 2 order by 1, 2
$$;

-- The milestones on a vehicle as they stood when betting on one of them closed: with those that have been settled
-- since, and without the bets that came after.
create or replace function app.milestones_at_close(q public.bet_questions) returns app.crowds
language plpgsql stable set search_path = '' as $$
declare
  c app.crowds := app.kept_crowd(q.vehicle_id, q.bet_type, '', -1::smallint);   -- an empty one
  shut constant timestamptz := least(q.closed_at, q.outcome_known_at);
begin
  select sum(m.people), array_agg(
    row(m.cell, m.people, m.weight, m.weight_sq, m.said, m.said_sq, m.target)::app.milestone_cell order by m.cell)
    into c.people, c.milestones
  from (
    select round(ln(b.target) / 0.01)::int as cell, count(*)::int as people, sum(b.weight) as weight,
           sum(b.weight * b.weight) as weight_sq,
           sum(b.weight * b.p) as said, sum(b.weight * b.p * b.p) as said_sq, sum(b.weight * ln(b.target)) as target
    from (
      select v.predicted_value::float8 as target, least(greatest(v.confidence_percent / 100, 0.01), 0.99)::float8 as p,
             coalesce(f.weight, 1) * power(
               2, extract(epoch from v.created_at - '2025-01-01T00:00:00Z')::float8 / 86400
               / s.half_life_days) as weight
      from app.forecast_settings s
      cross join public.vehicle_bets v
      left join app.forecasters f on f.user_id = v.user_id
      join public.bet_questions o on o.vehicle_id = v.vehicle_id and o.question = v.question and o.round = v.round
      where v.vehicle_id = q.vehicle_id and v.bet_type = q.bet_type and v.currency = q.currency
        and v.status <> 'cancelled' and not v.late and not v.by_owner and v.created_at < shut
        and coalesce(v.created_at < least(o.closed_at, o.outcome_known_at), true)
        and coalesce(o.settled_at >= shut, true)
    ) b
    group by 1
  ) m;
  return c;
end
$$;

-- What people saw when betting closed: the forecast, weighed by recency and skill. Called by settlement, in its
-- transaction, while the question is not yet settled.
create or replace function app.record_crowd(q public.bet_questions, settled timestamptz) returns void
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  answer constant float8 := case when q.result ? 'value' then (q.result ->> 'value')::numeric
                                 when q.result ?| array['date', 'unfinished_on']
                                   then app.epoch_day((coalesce(q.result ->> 'date',
                                   q.result ->> 'unfinished_on'))::date) end;
  heads constant bigint := count(*) from public.vehicle_bets b
    where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round and b.resolved_at = settled
      and b.score is not null and not b.by_owner;
  probability float8;
begin
  if q.result ? 'void' or q.result ? 'unfinished_on' or heads = 0 then
    return;
  end if;
  probability := case when app.bet_shape(q.bet_type) = 'milestone'
    then app.exceedance_of(app.milestones_at_close(q), q.target_value::float8)
                      else app.cdf_of(app.crowd_now(q.vehicle_id, q.bet_type, q.question), answer) end;
  insert into app.crowd_forecasts (vehicle_id, question, round, bet_type, people, probability, came_true, settled_at)
    select q.vehicle_id, q.question, q.round, q.bet_type, heads, round(probability::numeric, 12),
           (q.result ->> 'reached')::boolean, settled
    where probability is not null
    on conflict (vehicle_id, question, round) do update
      set people = excluded.people, probability = excluded.probability, came_true = excluded.came_true,
        settled_at = excluded.settled_at;
end
$$;

-- The Brier score decomposed (A. H. Murphy, A new vector partition of the probability score, Journal of Applied
-- Meteorology 12 (1973), 595-600): brier = reliability - resolution + uncertainty + within_bins, the last being what
-- forecasts differ by within a tenth (D. B. Stephenson, C. A. S. Coelho, I. T. Jolliffe, Two extra components in the
-- Brier score decomposition, Weather and Forecasting 23 (2008), 752-757). sharpness is the variance of the forecasts.
-- low and high bound each share by its 95 % Wilson interval (E. B. Wilson, Probable inference, the law of succession,
-- and statistical inference, JASA 22 (1927), 209-212).
create or replace function app.calibration(bins jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  with bin as (
    select b.*, b.c / b.n as mean_c, b.o / b.n as mean_o
    from jsonb_to_recordset(bins) b (bin int, n numeric, c numeric, cc numeric, o numeric, co numeric, log numeric)
      where b.n > 0
  ),
  whole as (
    select sum(n) as n, sum(o) / sum(n) as o, sum(c) / sum(n) as c, sum(cc) as cc, sum(co) as co, sum(o) as total_o,
           sum(log) as log from bin
  )
  select jsonb_build_object(
    'claims', coalesce(max(w.n), 0), 'came_true', max(w.o), 'confidence', max(w.c),
    'brier', max((w.cc - 2 * w.co + w.total_o) / w.n), 'log_score', max(w.log / w.n),
    'reliability', sum(b.n * (b.mean_c - b.mean_o) * (b.mean_c - b.mean_o)) / max(w.n),
    'resolution', sum(b.n * (b.mean_o - w.o) * (b.mean_o - w.o)) / max(w.n),
    'uncertainty', max(w.o * (1 - w.o)),
    'within_bins', sum(b.cc - b.n * b.mean_c * b.mean_c - 2 * (b.co - b.n * b.mean_c * b.mean_o)) / max(w.n),
    'sharpness', max(w.cc / w.n - w.c * w.c),
    'bins', coalesce(jsonb_agg(jsonb_build_object(
      'from', b.bin / 10.0, 'to', (b.bin + 1) / 10.0, 'claims', b.n, 'confidence', b.mean_c, 'came_true', b.mean_o,
      'low', (b.mean_o + 1.920729 / b.n - 1.959964 * sqrt(b.mean_o * (1 - b.mean_o) / b.n + 0.960365 / (b.n * b.n)))
        / (1 + 3.841459 / b.n),
      'high', (b.mean_o + 1.920729 / b.n + 1.959964 * sqrt(b.mean_o * (1 - b.mean_o) / b.n + 0.960365 / (b.n * b.n)))
        / (1 + 3.841459 / b.n)
    ) order by b.bin) filter (where b.n is not null), '[]'))
  from whole w left join bin b on true
$$;

create or replace function public.forecaster_calibration(user_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select app.calibration(coalesce(jsonb_agg(jsonb_build_object(
    'bin', b.bin, 'n', b.bets, 'c', b.confidence, 'cc', b.confidence_squares, 'o', b.came_true, 'co', b.confidence_true,
    'log', b.log_score)), '[]'))
  from app.calibration_bins b where b.user_id = forecaster_calibration.user_id
$$;
comment on function public.forecaster_calibration(uuid) is
  'A person''s calibration over settled claims: {claims, came_true, confidence, brier, log_score, reliability, '
    'resolution, uncertainty, within_bins, sharpness, bins: [{from, to, claims, confidence, came_true, low, high}]}.';

-- Each question weighs as one claim. A milestone is the claim that it is reached; any other question is ten claims of a
-- tenth each, that the answer is at most what the crowd gave 5, 15, ... 95 % to.
create or replace function public.crowd_calibration() returns jsonb
language sql stable set search_path = '' as $$
  with claim as (
    select f.probability as c, f.came_true::int as o, 1.0 as weight from app.crowd_forecasts f
      where f.bet_type = any (app.bet_types_of('milestone'))
    union all
    select (n + 0.5) / 10, (f.probability <= (n + 0.5) / 10)::int, 0.1
      from app.crowd_forecasts f, generate_series(0, 9) n where f.bet_type <> all (app.bet_types_of('milestone'))
  ),
  sums as (
    select least(floor(c * 10), 9)::int as bin, sum(weight) as n, sum(weight * c) as c, sum(weight * c * c) as cc,
           sum(weight * o) as o, sum(weight * c * o) as co,
           sum(weight * round(app.log_score(least(greatest(c, 0.0001), 0.9999)::float8, o = 1)::numeric, 12)) as log
    from claim group by 1
  )
  select app.calibration(coalesce(jsonb_agg(to_jsonb(s)), '[]')) from sums s
$$;
comment on function public.crowd_calibration() is
  'The calibration of the crowd over settled questions, each of them one claim in weight; the shape is that of '
  'forecaster_calibration.';

grant execute on function app.calibration(jsonb), app.log_score(float8, boolean) to anon, authenticated, service_role;
grant execute on function public.forecaster_calibration(uuid), public.crowd_calibration()
  to anon, authenticated, service_role;
