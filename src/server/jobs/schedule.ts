/** Work that the database does by itself when it is asked: each job is a SQL function, safe to call in several places. */
export type Job = {
  name: string
  /** Cron with seconds first, in UTC. */
  when: string
  statement: string
}

export const jobs: Job[] = [
  { name: 'fold views', when: '* * * * * *', statement: 'select app.fold_views()' },
  { name: 'fold bets', when: '* * * * * *', statement: 'select app.fold_bets()' },
  { name: 'fold votes', when: '* * * * * *', statement: 'select app.fold_votes()' },
  { name: 'index chunks', when: '* * * * * *', statement: 'select app.index_chunks()' },
  { name: 'tend auctions', when: '30 * * * * *', statement: 'select app.tend_auctions()' },
  { name: 'forget gone voters', when: '0 41 3 * * *', statement: 'select app.forget_gone_voters()' },
  { name: 'settle bets', when: '*/15 * * * * *', statement: 'select app.settle_due()' },
  { name: 'fold standings', when: '*/5 * * * * *', statement: 'select app.fold_standings()' },
  { name: 'tend attention', when: '0 17 * * * *', statement: 'select app.tend_attention()' },
]
