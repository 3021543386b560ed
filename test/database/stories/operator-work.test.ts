import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { listResearchBudgets, listResearchSpending, setResearchBudget } from '../../../src/client/operator/budgets.ts'
import {
  addSite,
  crawlSourceNow,
  listJobs,
  listSetAside,
  listSourceDocuments,
  listSourceHealth,
  operatorOverview,
  pauseSource,
  retryWork,
  runJobNow,
  type SetAside,
  withdrawDocument,
} from '../../../src/client/operator/index.ts'
import { community } from '../../support/community.ts'
import { addDocument } from '../../support/library.ts'
import { operator } from '../../support/operators.ts'

// Jobs, sources and budgets, as operators see and hurry them.

test('a job says how it went, and runs at once as it always does, whoever asks', async () => {
  const c = await community()
  const olga = await operator(c)
  await c.sql`select app.register_job('try_claims', '1 day', 'select app.try_claims()')`
  await c.sql`create function app.try_claims() returns void language plpgsql as $$ begin
    raise exception 'client %, caller %', app.is_client(), auth.uid(); end $$`
  try {
    expect(await runJobNow(olga, 'try_claims', 'To see it')).toBe('client f, caller <NULL>')
    expect((await listJobs(olga))[0]).toMatchObject({ name: 'try_claims', lastError: 'client f, caller <NULL>' })
    expect((await operatorOverview(olga)).failingJobs).toBe(1)
    await c.sql`create or replace function app.try_claims() returns void language sql as 'select'`
    expect(await runJobNow(olga, 'try_claims', 'It is mended')).toBeNull()
    expect((await operatorOverview(olga)).failingJobs).toBe(0)
    expect((await olga.rpc('operator_acts', { limit: 1 })).data).toMatchObject([
      { act: 'run_job', about: 'try_claims' },
    ])
  } finally {
    await c.sql`delete from app.jobs where name = 'try_claims'`
    await c.sql`drop function app.try_claims()`
  }
  await expect(runJobNow(olga, 'drop table vehicles', 'Why not')).rejects.toMatchObject({ code: 'unknown_job' })
})

test('what is set aside is listed page by page, and is due at once when an operator says so, one item or all of its work', async () => {
  const c = await community()
  const olga = await operator(c)
  const work = `try_${randomUUID().replace(/[^a-z]/g, '')}`
  for (const item of ['one', 'two', 'three']) await c.sql`select app.set_item_aside(${work}, ${item}, 'poisoned')`
  const all: SetAside[] = []
  let after: string | null = null
  do {
    const page = await listSetAside(olga, { limit: 2, after })
    all.push(...page.rows)
    after = page.next
  } while (after)
  const mine = all.filter((row) => row.work === work)
  expect(mine.map(({ item }) => item).sort()).toEqual(['one', 'three', 'two'])
  expect(mine[0]).toMatchObject({ error: 'poisoned', tries: 1 })
  const due = async () => (await c.sql`select from app.set_aside where work = ${work} and next_try_at <= now()`).length
  expect(await retryWork(olga, { work, item: 'two' }, 'Its photo is there')).toBe(1)
  expect(await due()).toBe(1)
  expect(await retryWork(olga, { work }, 'Mended')).toBe(3)
  expect(await due()).toBe(3)
  await c.sql`delete from app.set_aside where work = ${work}`
  await expect(retryWork(olga, { work }, 'Again')).rejects.toMatchObject({ code: 'item_is_set_aside' })
})

test('a source is paused with the run that is on its way, crawled again when told, and papers of owners are not there', async () => {
  const c = await community()
  const olga = await operator(c)
  const [source] = await c.sql<{ id: string }[]>`
    insert into sources (kind, title, url, refetch_every, next_crawl_at)
    values ('forum', 'A forum', 'https://forum.example/', '1 day', now() + interval '1 year') returning id`
  const id = source?.id as string
  await c.sql`insert into app.crawl_runs (source_id) values (${id})`
  await pauseSource(olga, id, 'Their server is slow')
  const state = async () =>
    (
      await c.sql`select next_crawl_at is null as paused,
      (select ended_by from app.crawl_runs where source_id = ${id}) as run from sources where id = ${id}`
    )[0]
  expect(await state()).toEqual({ paused: true, run: 'stopped' })
  await expect(pauseSource(olga, id, 'Again')).rejects.toMatchObject({ code: 'source_is_crawled' })
  await crawlSourceNow(olga, id, 'It is well again')
  expect((await state())?.paused).toBe(false)
  await pauseSource(olga, id, 'So that nothing is fetched')

  const [paper] = await c.sql<{ id: string }[]>`
    insert into sources (kind, title, vehicle_id) values ('owner_document', 'A secret receipt', ${c.vehicle.id}) returning id`
  const listed = await listSourceHealth(olga, { limit: 200 })
  expect(listed.rows.map(({ title }) => title)).toContain('A forum')
  expect(listed.rows.map(({ title }) => title)).not.toContain('A secret receipt')
  await expect(pauseSource(olga, paper?.id ?? '', 'Mine')).rejects.toMatchObject({ code: 'unknown_source' })
  const file = await addDocument(c.sql)
  const [{ source_id } = { source_id: '' }] = await c.sql<{ source_id: string }[]>`
    select source_id from source_documents where id = ${file.documentId}`
  await expect(crawlSourceNow(olga, source_id, 'News')).rejects.toMatchObject({ code: 'source_has_an_address' })
})

test('a site is added once, whoever is faster, and only one of the web', async () => {
  const c = await community()
  const [olga, otto] = [await operator(c), await operator(c, 'otto')]
  const site = { kind: 'forum', title: 'A forum', url: `http://${randomUUID()}.example/`, authority: 0.2 }
  const answers = await Promise.allSettled([addSite(olga, site, 'Good'), addSite(otto, site, 'Very good')])
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'site_is_new' } })
  const rows =
    await c.sql`select authority, is_public, refetch_every::text, owner_id from sources where url = ${site.url}`
  expect(rows).toEqual([{ authority: 0.2, is_public: true, refetch_every: '1 day', owner_id: null }])
  await c.sql`delete from sources where url = ${site.url}`
  for (const [change, code] of [
    [{ url: 'file:///etc/passwd' }, 'url_is_of_the_web'],
    [{ url: 'javascript:alert(1)' }, 'url_is_of_the_web'],
    [{ kind: 'owner_document' }, 'kind_is_public'],
    [{ kind: 'rumour' }, 'kind_is_known'],
    [{ title: ' ' }, 'title_is_readable'],
    [{ authority: 2 }, 'authority_is_from_0_to_1'],
  ] as const)
    await expect(addSite(olga, { ...site, ...change }, 'Try'), code).rejects.toMatchObject({ code })
})

test('a public document is withdrawn for good by an operator, once; a private one is not there', async () => {
  const c = await community()
  const olga = await operator(c)
  const { documentId } = await addDocument(c.sql)
  const [{ source_id } = { source_id: '' }] = await c.sql<{ source_id: string }[]>`
    select source_id from source_documents where id = ${documentId}`
  expect((await listSourceDocuments(olga, source_id)).rows.map(({ id }) => id)).toEqual([documentId])
  const direct = await olga.rpc('retract_document', { document_id: documentId })
  expect(direct.error).toMatchObject({ code: '42501', details: 'not_your_document' })
  await withdrawDocument(olga, documentId, 'Its publisher asks for it')
  expect((await listSourceDocuments(olga, source_id)).rows).toEqual([])
  expect((await c.visitor.rpc('document_text', { document_id: documentId })).error?.code).toBe('PT404')
  expect(await c.sql`select from source_chunks where document_id = ${documentId}`).toHaveLength(0)
  await expect(withdrawDocument(olga, documentId, 'Again')).rejects.toMatchObject({ code: 'document_is_current' })

  const words = {
    title: 'Receipt',
    text: 'Torque',
    sha256: 'b'.repeat(64),
    chunks: [{ start: 0, end: 6, heading: [] }],
  }
  await c.carol.rpc('add_owner_document', { vehicle_id: c.vehicle.id, document: words })
  const [paper] = await c.sql`select id from source_documents where vehicle_id = ${c.vehicle.id}`
  await expect(withdrawDocument(olga, paper?.id, 'Mine')).rejects.toMatchObject({ code: 'unknown_document' })
})

test('the switch and the budgets of research are set with a reason, and not over what somebody else has set meanwhile', async () => {
  const c = await community()
  const [olga, otto] = [await operator(c), await operator(c, 'otto')]
  const vehicle = randomUUID()
  await c.sql`select app.reserve_research_call(${vehicle}, 'somebody', 0.25)`
  const read = async (name: string) => (await listResearchBudgets(olga)).find((budget) => budget.name === name)
  expect(await read('research_calls_per_day')).toMatchObject({ value: '2000', used: 1 })
  expect(await read('research_dollars_per_day')).toMatchObject({ used: 0.25 })
  expect((await listResearchSpending(olga))[0]).toMatchObject({ calls: 1, dollars: 0.25 })

  const name = 'research_model'
  await setResearchBudget(olga, { name, value: 'on' }, 'off', 'It answers nonsense')
  expect((await operatorOverview(olga)).researchIsOn).toBe(false)
  expect((await c.sql`select app.reserve_research_call(${vehicle}, 'somebody', 0) as call`)[0]?.call).toBeNull()
  await expect(setResearchBudget(otto, { name, value: 'on' }, 'on', 'As it was')).rejects.toMatchObject({
    code: 'budget_is_as_seen',
  })
  await setResearchBudget(otto, { name, value: 'off' }, 'on', 'It is mended')
  const calls = { name: 'research_calls_per_day' as const, value: '2000' }
  for (const value of ['-1', '1e9', 'NaN', '1.5', '1000001', '', 'on'])
    await expect(setResearchBudget(olga, calls, value, 'Try'), value).rejects.toMatchObject({
      code: 'budget_is_from_0_to_1000000',
    })
  const answers = await Promise.allSettled([
    setResearchBudget(olga, calls, '10', 'Less'),
    setResearchBudget(otto, calls, '20', 'A little less'),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const other = await olga.rpc('set_research_budget', { name: 'photo_origins', value: '*', was: '', reason: 'Try' })
  expect(other.error?.details).toBe('unknown_budget')
})
