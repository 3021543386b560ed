-- Crowds: the weighted mixture of everybody's distributions, kept as sums on a grid, so that its size does not grow
-- with the crowd. Weights are 2^(time / half-life), which says the same as "halved with each half-life of age" and
-- never has to be renewed.

create type app.milestone_cell as (
  cell int, people int, weight float8, weight_sq float8, said float8, said_sq float8, target float8
);

create table app.crowds (
  vehicle_id uuid not null references public.vehicles (id) on delete cascade,
  topic      text not null,
  round      smallint not null,
  bet_type   text not null,
  anchor     integer not null default 0,
  people     integer not null,
  weight     double precision not null,
  weight_sq  double precision not null,
  spread     double precision not null,
  peak       double precision not null,
  cells      integer[] not null default '{}',
  mass       double precision[] not null default '{}',
  milestones app.milestone_cell[] not null default '{}',
  movement   jsonb not null default '[]',
  forecast     jsonb,
  primary key (vehicle_id, topic, round)
);
comment on table app.crowds is
  'One row for each question that people forecast and round of it; one row for all milestones in a currency. Written '
  'by the fold only.';
comment on column app.crowds.anchor is
  'Day since 1970 about which dates are told apart best: the one on which the question was opened.';
comment on column app.crowds.spread is 'Weighted sum of the bets'' own spreads; see app.agreement.';
comment on column app.crowds.peak is
  'Highest weight since the sums were last taken from scratch: far below it, rounding would show.';
comment on column app.crowds.mass is 'Of each cell of the grid, the weighted probability that the bets give it.';
comment on column app.crowds.movement is
  'The forecast at the end of each day on which it changed, the latest 120: [day, p25, p50, p75, people].';
create index crowds_by_people on app.crowds (vehicle_id, bet_type, people desc);
revoke all on app.crowds from public, anon, authenticated, service_role;

-- The cells that a distribution reaches into, all but 1e-9 on either side; as far as the grid goes
-- (40_bets/05_bet_types.generated.sql). Called for each claim and to be inlined, so it sets no search_path.
create or replace function app.reach(bet_type text, anchor integer, claim app.crowd_claim, upper_end boolean)
  returns integer
language sql immutable parallel safe as $$
  select least(greatest(
    floor(app.to_grid(bet_type, anchor,
      greatest(least(app.component_quantile((claim).family, (claim).origin, (claim).location, (claim).scale,
      case when upper_end then 1 - 1e-9 else 1e-9 end), 1e12), -1e12)) / app.grid_step(bet_type))::int,
    app.grid_end(bet_type, anchor, false)), app.grid_end(bet_type, anchor, true))
$$;

-- The normal distribution within 7.5e-8 (Abramowitz and Stegun, 1964, 26.2.17), in one expression that is inlined: the
-- grid needs it hundreds of times a bet. z is cut at 8, beyond which nothing is left.
create or replace function app.grid_cdf(z double precision) returns double precision
language sql immutable parallel safe as $$
  select case when z < 0 then 0.0::float8 else 1.0::float8 end
    + case when z < 0 then 0.3989422804014327::float8 else -0.3989422804014327::float8 end * exp(-0.5::float8 * z * z)
    * (((((1.330274429::float8 / (1 + 0.2316419::float8 * abs(z)) - 1.821255978::float8)
      / (1 + 0.2316419::float8 * abs(z))
         + 1.781477937::float8) / (1 + 0.2316419::float8 * abs(z)) - 0.356563782::float8)
           / (1 + 0.2316419::float8 * abs(z))
         + 0.319381530::float8) / (1 + 0.2316419::float8 * abs(z)))
$$;

-- What changes put into the cells of the grid. `own` is their part of `spread`: the sum over the grid of F (1 - F) of
-- each bet alone.
create or replace function app.cells_of(bet_type text, anchor integer, changes app.crowd_change[])
returns table (cell integer, mass double precision, own double precision)
language sql immutable set search_path = '' as $$
  with claims as (
    select (c.claim).family, (c.claim).origin, (c.claim).location, (c.claim).scale, c.claim, sum(c.weight) as weight
    from unnest(changes) c group by c.claim
  ),
  reaching as materialized (
    select c.*, app.grid_step(bet_type) as step,
           app.reach(bet_type, anchor, c.claim, false) as first, app.reach(bet_type, anchor, c.claim, true) as last
    from claims c where c.weight <> 0
  ),
  edges as (   -- at the upper edge of each cell; step is a column, for only with cheap arguments is from_grid inlined
    select k.cell, r.weight, k.cell = r.last as ends, r.family = 'lognormal' as logarithmic, r.origin, r.location,
           r.scale,
           app.from_grid(bet_type, anchor, (k.cell + 1) * r.step) - r.origin as x
    from reaching r cross join lateral generate_series(r.first, r.last) k (cell)
    offset 0
  ),
  placed as (
    select e.cell, e.weight, e.ends,
           greatest(least(((case when e.logarithmic then case when e.x > 0 then ln(e.x) else -1e6 end else e.x end)
             - e.location) / e.scale, 8), -8) as z
    from edges e
    offset 0
  ),
  below as (   -- a distribution's last cell takes all that is left
    select p.cell, p.weight, p.ends, case when p.ends then 1 else app.grid_cdf(p.z) end as f from placed p
    offset 0
  ),
  summed as (
    select b.cell, sum(b.weight * b.f) as below, coalesce(sum(b.weight) filter (where b.ends), 0) as ended,
           sum(b.weight * b.f * (1 - b.f)) as own
    from below b group by b.cell
  )
  select s.cell,
         s.below - coalesce(lag(s.below - s.ended) over (order by s.cell), 0),
         s.own
  from summed s
$$;

-- A crowd after some changes: the same sums, whether they were kept or are taken from scratch (kept without people,
-- all changes new).
create or replace function app.crowd_with(kept app.crowds, changes app.crowd_change[]) returns app.crowds
language plpgsql immutable set search_path = '' as $$
begin
  select kept.people + sum(c.heads), kept.weight + sum(c.weight), kept.weight_sq + sum(c.weight_sq)
    into kept.people, kept.weight, kept.weight_sq from unnest(changes) c;
  kept.peak := greatest(kept.peak, kept.weight);
  if kept.people <= 0 then
    kept.weight := 0; kept.weight_sq := 0; kept.spread := 0; kept.cells := '{}'; kept.mass := '{}'; kept.milestones :=
      '{}';
  elsif app.bet_shape(kept.bet_type) = 'milestone' then
    select array_agg(row(m.cell, m.people, m.weight, m.weight_sq, m.said, m.said_sq, m.target)::app.milestone_cell
      order by m.cell)
      into kept.milestones
    from (
      select a.cell, sum(a.people)::int as people, sum(a.weight) as weight, sum(a.weight_sq) as weight_sq,
             sum(a.said) as said,
             sum(a.said_sq) as said_sq, sum(a.target) as target
      from (
        select k.* from unnest(kept.milestones) k
        union all
        select round(ln((c.claim).target) / 0.01)::int, case when c.weight > 0 then 1 else -1 end, c.weight,
               c.weight_sq,
               c.weight * (c.claim).location, c.weight * (c.claim).location * (c.claim).location,
               c.weight * ln((c.claim).target)
        from unnest(changes) c
      ) a
      group by a.cell having sum(a.people) > 0
    ) m;
  else
    with added as materialized (
      select * from app.cells_of(kept.bet_type, kept.anchor, changes)
    )
    select array_agg(s.cell order by s.cell), array_agg(s.mass order by s.cell),
           kept.spread + (select sum(a.own) from added a)
      into kept.cells, kept.mass, kept.spread
    from (
      select b.cell, sum(b.mass) as mass
      from (
        select k.cell, k.mass from unnest(kept.cells, kept.mass) k (cell, mass)
        union all
        select a.cell, a.mass from added a
      ) b
      group by b.cell having abs(sum(b.mass)) > 1e-13 * kept.weight
    ) s;
  end if;
  return kept;
end
$$;
