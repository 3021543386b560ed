import type { Sql } from 'postgres'

type Work = 'fold_bets' | 'fold_standings' | 'fold_views' | 'fold_votes' | 'settle_due' | 'tell_news' | 'tend_auctions'

/**
 * Does the work of a job at once. The server's own jobs are waited for and held off meanwhile: what one of them had in
 * hand would be left out.
 */
export async function byHand(sql: Sql, work: Work): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`lock table app.jobs in access exclusive mode`
    await transaction.unsafe(`select app.${work}()`)
  })
}
