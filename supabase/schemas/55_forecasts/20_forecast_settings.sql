-- Forecast settings: what an operator may tune. A change marks every bettor, so the fold applies it gradually.

create table app.forecast_settings (
  only_row           boolean primary key default true,
  half_life_days     double precision not null default 120,
  prior_people       double precision not null default 0.5,
  prior_spread       double precision not null default 1,
  narrowest          double precision not null default 0.667,
  skill_bets         integer not null default 10,
  skill_shrinkage    double precision not null default 10,
  skill_strength     double precision not null default 4,
  contradiction_gap  double precision not null default 0.25,
  constraint settings_are_one_row check (only_row),
  constraint half_life_is_from_30_to_36500_days check (half_life_days between 30 and 36500),
  constraint prior_people_are_from_0_to_100 check (prior_people between 0 and 100),
  constraint prior_spread_is_from_a_tenth_to_3 check (prior_spread between 0.1 and 3),
  constraint narrowest_is_from_a_fifth_to_1 check (narrowest between 0.2 and 1),
  constraint skill_bets_are_positive check (skill_bets > 0),
  constraint skill_shrinkage_is_from_0_to_1000 check (skill_shrinkage between 0 and 1000),
  constraint skill_strength_is_from_0_to_10 check (skill_strength between 0 and 10),
  constraint contradiction_gap_is_a_probability check (contradiction_gap > 0 and contradiction_gap <= 1)
);
comment on column app.forecast_settings.half_life_days is 'A bet weighs half as much as one placed this much later.';
comment on column app.forecast_settings.prior_people is 'How many people''s weight the broad prior has.';
comment on column app.forecast_settings.prior_spread is
  'Standard deviation of the prior about the crowd''s median, on the curve''s scale: 1 is a factor of e in price.';
comment on column app.forecast_settings.narrowest is
  'To what share of its width the mixture is narrowed at most; 1 leaves it as it is. See app.crowd_curve.';
comment on column app.forecast_settings.skill_bets is
  'Settled bets before which a person''s skill does not count: the weight is 1.';
comment on column app.forecast_settings.skill_shrinkage is
  'Bets of skill 0 that are added to everybody''s record, so that few lucky bets do not weigh.';
comment on column app.forecast_settings.skill_strength is
  'A person of skill k weighs exp(strength * k), from a quarter to four; 0 switches it off.';
comment on column app.forecast_settings.contradiction_gap is
  'By how much two probabilities must differ to be reported as contradicting each other.';
revoke all on app.forecast_settings from public, anon, authenticated, service_role;
insert into app.forecast_settings default values on conflict do nothing;

create or replace function app.mark_everybody() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)
    select b.vehicle_id, b.bet_type, b.user_id, b.owner_id, b.is_public from app.bettors b;
  insert into app.forecaster_changes (user_id) select f.user_id from app.forecasters f;
  -- a fold that still goes by the old settings is waited for
  perform from app.folds f where f.name = 'bets' for update;
  update app.crowds c set forecast = null;
  return null;
end
$$;

create trigger forecast_settings_mark_everybody after update on app.forecast_settings
  for each statement execute function app.mark_everybody();

-- Forecasters: what a person has earned by settled bets, and the weight that gives them.
create table app.forecasters (
  user_id uuid primary key,
  settled integer not null,
  skill   double precision not null,
  weight  double precision not null,
  constraint weight_is_from_a_quarter_to_4 check (weight between 0.25 and 4)
);
comment on column app.forecasters.skill is 'Mean skill score of settled bets, each cut to -1 to 1, shrunk towards 0.';
revoke all on app.forecasters from public, anon, authenticated, service_role;

-- A weight that moves by less than a twentieth is left, so that one settlement does not stir all bets of thousands.
create or replace function app.weigh_forecasters(people uuid[]) returns void
language plpgsql set search_path = '' as $$
begin
  with record as (
    select b.user_id, count(*)::int as settled,
           sum(greatest(least(b.skill_score, 1), -1)) / (count(*) + s.skill_shrinkage) as skill, s.skill_bets,
           s.skill_strength
    from app.forecast_settings s, public.vehicle_bets b
    where b.user_id = any (people) and b.skill_score is not null
    group by b.user_id, s.skill_shrinkage, s.skill_bets, s.skill_strength
  ),
  weighed as (
    select w.*, w.weight <> w.earlier and (abs(ln(w.weight / w.earlier)) > 0.05 or w.weight = 1) as moves
    from (
      select p.user_id, coalesce(r.settled, 0) as settled, coalesce(r.skill, 0) as skill,
             coalesce(o.weight, 1) as earlier,
             case when r.settled >= r.skill_bets then least(greatest(exp(r.skill_strength * r.skill), 0.25), 4)
               else 1 end as weight
      from unnest(people) p (user_id) left join record r on r.user_id = p.user_id
        left join app.forecasters o on o.user_id = p.user_id
    ) w
  ),
  kept as (
    insert into app.forecasters as f (user_id, settled, skill, weight)
      select w.user_id, w.settled, w.skill, case when w.moves then w.weight else w.earlier end from weighed w
      on conflict (user_id) do update set settled = excluded.settled, skill = excluded.skill, weight = excluded.weight
  )
  insert into app.bet_changes (vehicle_id, bet_type, user_id, owner_id, is_public)
    select distinct b.vehicle_id, b.bet_type, b.user_id, b.owner_id, b.is_public
    from weighed w join public.vehicle_bets b on b.user_id = w.user_id
    where w.moves and b.status <> 'cancelled';
end
$$;
