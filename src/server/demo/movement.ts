import type { Sql } from 'postgres'

/**
 * The forecasts of the days past, as the fold would have kept them: each from the bets that were there at the end of the
 * day, by the functions of the fold.
 */
export async function addMovement(sql: Sql): Promise<void> {
  await sql`
    with crowd as (
      select k.* from app.crowds k where k.bet_type = 'auction_price'
    ),
    days as (
      select c.vehicle_id, c.topic, c.round, day::date as day, array(
        select distinct b.user_id from public.vehicle_bets b
        where b.vehicle_id = c.vehicle_id and b.question = c.topic and b.round = c.round and b.created_at < day + interval '1 day'
      ) as people
      from crowd c cross join generate_series((now() at time zone 'utc')::date - 13, (now() at time zone 'utc')::date - 1, interval '1 day') day
    ),
    said as (
      select d.*, app.curve_forecast(app.crowd_with(
        app.kept_crowd(d.vehicle_id, 'auction_price', d.topic, -1::smallint),
        array(select c from app.crowd_changes('{}', array(
          select n from app.bettors_now(d.vehicle_id, 'auction_price', d.people) n)) c
          where (c.claim).topic = d.topic and (c.claim).round = d.round))) as forecast
      from days d where cardinality(d.people) > 0
    ),
    kept as (
      select s.vehicle_id, s.topic, s.round, jsonb_agg(jsonb_build_array(s.day, s.forecast #> '{quantiles,p25}',
        s.forecast #> '{quantiles,p50}', s.forecast #> '{quantiles,p75}', s.forecast -> 'people') order by s.day) as movement
      from said s group by 1, 2, 3
    )
    update app.crowds k set movement = kept.movement from kept
    where k.vehicle_id = kept.vehicle_id and k.topic = kept.topic and k.round = kept.round`
  await sql`
    update app.crowds k set forecast = app.forecast_of(k, app.latest_crowd(k.vehicle_id, app.other_topic(k.topic)))
    where k.bet_type = 'auction_price'`
  await sql`update app.crowds k set movement = k.forecast -> 'movement' where k.bet_type = 'auction_price'`
  await sql`update app.vehicle_finder set ranked_at = '-infinity'`
  await sql`select app.rank_due_vehicles()`
}
