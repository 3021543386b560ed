-- Payouts: what each bet on a question comes to. Taken from 60_scoring/10_scores.sql, for one bet and the answer to its
-- question:
--   app.bet_score(bet_type text, prediction jsonb, confidence_percent numeric, placed_at timestamptz, result jsonb,
--                 out score float8, out skill_score float8, out wager_score float8) immutable
--   score        as stored in vehicle_bets: Brier for a milestone, CRPS for the rest; lower is better
--   skill_score  1 - loss / the baseline's expected loss
--   wager_score  from 0 to 1, higher is better, strictly proper and on one scale for all bets of a question: it moves
--                points

-- What a question's bets come to, for the bets that are active or, to check a settlement afterwards, those settled at
-- that time. Weighted-score wagering (Lambert et al., 2008): with m the stake, w the wager score and W the stakes' mean
-- of w, a bet is paid m (1 + w - W). Payouts are never negative and add up to the stakes. Hundredths go by largest
-- remainder, ties by id. A bet from when betting had closed, or the answer could be known, is void: its stake returns,
-- and it is not scored. peer_score is w less the mean w of the others who bet and do not own the vehicle. A person
-- without others has none.
create or replace function app.payouts(q public.bet_questions, settled timestamptz default null)
returns table (bet_id uuid, user_id uuid, stake numeric, void boolean, came_true boolean, score float8,
               skill_score float8,
               wager_score numeric, peer_score float8, payout numeric)
language plpgsql stable set search_path = '' as $$
#variable_conflict use_column
declare
  answer constant jsonb := case when app.bet_shape(q.bet_type) = 'day' and not q.result ? 'void'
    then q.result || jsonb_build_object('opened', (q.created_at at time zone 'utc')::date, 'horizon', q.horizon)
      else q.result end;
  shut constant timestamptz := case when q.result ? 'void' then '-infinity'
    else least(q.closed_at, q.outcome_known_at) end;
begin
  return query
  with scored as materialized (
    select a.id, a.user_id, a.stake, a.by_owner, a.void, a.came_true,
           (a.s).score, (a.s).skill_score, round((a.s).wager_score::numeric, 12) as w
    from (
      select b.id, b.user_id, b.stake_amount as stake, b.by_owner, b.created_at >= shut as void,
             case when b.created_at < shut
               then app.bet_score(b.bet_type, b.prediction, b.confidence_percent, b.created_at, answer) end as s,
             case when b.created_at < shut
               then app.claim_came_true(b.bet_type, b.prediction, b.created_at, q.result) end as came_true
      from public.vehicle_bets b
      where b.vehicle_id = q.vehicle_id and b.question = q.question and b.round = q.round
        and ((settled is null and b.is_in_force and b.status = 'active')
          or (b.resolved_at = settled and b.superseded_by is null))
      offset 0   -- scored once, not once for each field
    ) a
  ),
  pool as (
    select sum(stake) as staked, sum(stake * w) / nullif(sum(stake), 0) as mean_w,
           count(*) filter (where not by_owner) as people, sum(w) filter (where not by_owner) as total_w
    from scored where not void
  ),
  exact as (
    select s.*, case when s.void or s.stake = 0 then 100 * s.stake
      else greatest(100 * s.stake * (1 + s.w - p.mean_w), 0) end as hundredths,
           case when not s.void and not s.by_owner and p.people > 1
             then round(s.w - (p.total_w - s.w) / (p.people - 1), 12) end as peer_score
    from scored s cross join pool p
  ),
  ranked as (
    select e.*, floor(e.hundredths) as whole,
           row_number() over (partition by e.void, e.stake > 0
             order by e.hundredths - floor(e.hundredths) desc, e.id) as place
    from exact e
  ),
  rest as (
    select 100 * p.staked - (select sum(r.whole) from ranked r where not r.void) as hundredths from pool p
  )
  select r.id, r.user_id, r.stake, r.void,
         r.came_true, r.score, r.skill_score, r.w, r.peer_score::float8,
         (r.whole + case when not r.void and r.stake > 0 and r.place <= rest.hundredths then 1 else 0 end) / 100
  from ranked r cross join rest;
end
$$;
