import { expect, onTestFinished, test, vi } from 'vitest'
import { printReport, readReport } from '../../../src/server/cli/jobs.ts'
import { startJobs } from '../../../src/server/jobs/index.ts'
import { msUntilNext, readJobs } from '../../../src/server/jobs/table.ts'
import { community } from '../../support/community.ts'

test('every area has registered its jobs, and none names a function that is not there', async () => {
  const { sql } = await community()
  const jobs = await sql<{ name: string; statement: string }[]>`select name, statement from app.jobs order by name`
  expect(jobs.map(({ name }) => name)).toEqual([
    'count_finder_terms',
    ...['fold_bets', 'fold_standings', 'fold_views', 'fold_votes', 'forget_gone_voters', 'forget_news'],
    ...['forget_research_spending', 'index_chunks', 'make_digests', 'note_moves', 'rank_vehicles', 'settle_bets'],
    ...['tell_news', 'tend_attention', 'tend_auctions'],
  ])
  for (const { name } of jobs) {
    const [run] = await sql`select app.run_job(${name}) as error`
    expect([name, run?.error]).toEqual([name, null])
  }
})

test('pg_cron gets the times of the table in its own words', async () => {
  const { sql } = await community()
  const rows = await sql<{ name: string; cron: string }[]>`select name, app.cron_of(every, phase) as cron from app.jobs`
  expect(Object.fromEntries(rows.map(({ name, cron }) => [name, cron]))).toMatchObject({
    fold_views: '2 seconds',
    fold_standings: '5 seconds',
    settle_bets: '15 seconds',
    tend_auctions: '*/1 * * * *',
    tend_attention: '17 */1 * * *',
    forget_gone_voters: '41 3 * * *',
  })
})

test('a job that fails is shown with its error, the others go on, and it runs again once it is mended', async () => {
  const { sql, server } = await community()
  await sql`select app.register_job('poisoned', '1 second', 'select app.no_such_function()')`
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  const jobs = startJobs(server.adminUrl)
  onTestFinished(async () => {
    await jobs.stop()
    said.mockRestore()
    await sql`delete from app.jobs where name = 'poisoned'`
  })
  const report = async (name: string) => (await readReport(server.adminUrl)).jobs.find((job) => job.name === name)
  await expect.poll(async () => (await report('poisoned'))?.lastError).toContain('no_such_function')
  await expect.poll(async () => (await report('fold_views'))?.lastSuccessAt).not.toBeNull()
  expect((await report('fold_views'))?.lastError).toBeNull()
  expect(printReport(await readReport(server.adminUrl))).toMatch(
    /poisoned +every 00:00:01.*never done yet\n {2}failed: .*no_such_function/,
  )

  await sql`select app.register_job('poisoned', '1 second', 'select 1')`
  await expect.poll(async () => (await report('poisoned'))?.lastError).toBeNull()
  expect((await report('poisoned'))?.lastSuccessAt).not.toBeNull()
  expect(said).toHaveBeenCalledTimes(1) // not once a second
})

test('what is set aside is printed with its error and its next try', async () => {
  const { sql, server } = await community()
  await sql`select app.set_item_aside('fold_bets', 'a car', 'no such currency')`
  onTestFinished(async () => void (await sql`select app.item_is_done('fold_bets', 'a car')`))
  expect(printReport(await readReport(server.adminUrl))).toMatch(
    /Set aside:\nfold_bets a car\n {2}failed 1 time, tried again from 2\d{3}-.*: no such currency/,
  )
})

test('members and visitors neither see nor run jobs', async () => {
  const { sql } = await community()
  for (const role of ['anon', 'authenticated', 'service_role']) {
    const [may] = await sql`
      select has_table_privilege(${role}, 'app.jobs', 'select') as read, has_function_privilege(${role}, 'app.run_job(text)', 'execute') as run,
             has_function_privilege(${role}, 'app.register_job(text, interval, text, interval)', 'execute') as register`
    expect([role, may]).toEqual([role, { read: false, run: false, register: false }])
  }
})

test('a job is due at full intervals from midnight UTC, moved by its phase', async () => {
  const { sql } = await community()
  const jobs = await readJobs(sql)
  const due = (name: string, at: string) => {
    const job = jobs.find((one) => one.name === name)
    if (!job) throw new Error(`There is no job ${name}.`)
    return new Date(Date.parse(at) + msUntilNext(job, Date.parse(at))).toISOString()
  }
  expect(due('fold_views', '2026-03-01T10:00:00.250Z')).toBe('2026-03-01T10:00:01.000Z')
  expect(due('fold_views', '2026-03-01T10:00:01.000Z')).toBe('2026-03-01T10:00:02.000Z')
  expect(due('tend_auctions', '2026-03-01T10:00:31.000Z')).toBe('2026-03-01T10:01:30.000Z')
  expect(due('tend_attention', '2026-03-01T10:16:59.000Z')).toBe('2026-03-01T10:17:00.000Z')
  expect(due('forget_gone_voters', '2026-03-01T03:41:00.000Z')).toBe('2026-03-02T03:41:00.000Z')
})
