import { expect, test } from 'vitest'
import type { PaddockClient } from '../../../src/client/client.ts'
import { noticeSettings, setDigest, setNoticeWay } from '../../../src/client/notice-settings.ts'
import { createMail } from '../../../src/server/delivery/mail.ts'
import { startWorker } from '../../../src/server/delivery/worker.ts'
import { createMailTransport } from '../../../src/server/mail/transport.ts'
import { createUnsubscribeTokens } from '../../../src/server/unsubscribe/index.ts'
import { community } from '../../support/community.ts'
import { mailReceiver } from '../delivery/receivers.ts'
import { sells, tellAll } from './news.ts'

/** The words of a mail, as its reader's program puts them together. */
const wordsOf = (text: string) =>
  text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

async function soldTo(way: 'none' | 'page' | 'digest' | 'mail') {
  const all = await community()
  const { alice, sql, vehicle } = all
  await setNoticeWay(alice as PaddockClient, 'vehicle_sold', way)
  await alice.rpc('follow', { vehicle_id: vehicle.id })
  await sells(sql, vehicle)
  await tellAll(sql)
  const mails = async () => (await sql`select kind from app.outbox where user_id = ${alice.id}`).map(({ kind }) => kind)
  const onPage = async () => ((await alice.from('notices').select('kind')).data ?? []).map(({ kind }) => kind)
  return { ...all, mails, onPage }
}

test('each kind goes where its person wishes, and no further', async () => {
  const nowhere = await soldTo('none')
  expect([await nowhere.onPage(), await nowhere.mails()]).toEqual([[], []])
  const page = await soldTo('page')
  expect([await page.onPage(), await page.mails()]).toEqual([['vehicle_sold'], []])
  const mail = await soldTo('mail')
  expect([await mail.onPage(), await mail.mails()]).toEqual([['vehicle_sold'], ['vehicle_sold']])
  // wished away after it was told and before it was mailed
  await setNoticeWay(mail.alice as PaddockClient, 'vehicle_sold', 'page')
  const taken = await mail.sql`select user_id from app.take_outbox('1 minute', 1000, '{email}')`
  expect(taken.map(({ user_id }) => user_id)).not.toContain(mail.alice.id)
})

test('settings are listed whole, kept by person, and refuse what there is not', async () => {
  const { alice, bob, visitor } = await community()
  const me = alice as PaddockClient
  await setNoticeWay(me, 'question_settled', 'none')
  await setDigest(me, 'week')
  const { kinds, digest } = await noticeSettings(me)
  expect(digest).toBe('week')
  expect(kinds.find(({ kind }) => kind === 'question_settled')).toMatchObject({ way: 'none', usual: 'mail' })
  expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(16)
  const theirs = await noticeSettings(bob as PaddockClient)
  expect(theirs.digest).toBe('day')
  for (const { way, usual } of theirs.kinds) expect(way).toBe(usual)
  await expect(setNoticeWay(me, 'no_such_kind', 'page')).rejects.toMatchObject({ code: 'unknown_notice_kind' })
  await expect(setNoticeWay(me, 'vehicle_sold', 'pigeon' as 'page')).rejects.toMatchObject({
    code: 'notice_way_is_known',
  })
  expect((await visitor.rpc('notice_settings')).error?.code).toBe('42501')
})

test('a digest lists in one mail what is new and unread, when it is due, and once', async () => {
  const { alice, sql, vehicle, mails } = await soldTo('digest')
  const make = async () => await sql`select app.make_digests()`
  await make()
  expect(await mails()).toEqual([]) // told just now: it waits for its hour
  await sql`update public.notices set created_at = created_at - interval '2 days' where user_id = ${alice.id}`
  await Promise.all([make(), make(), make()])
  expect(await mails()).toEqual(['digest'])
  await make()
  expect(await mails()).toEqual(['digest'])

  const { url, mails: received } = await mailReceiver()
  const transport = createMailTransport({ smtpUrl: url, from: 'Paddock <cars@example.com>' })
  const links = { pageUrl: 'https://cars.example.com', tokens: createUnsubscribeTokens('a secret that is long enough') }
  const worker = startWorker({ sql, channels: { email: createMail(transport, links) }, everyMs: 20, report: () => {} })
  await expect.poll(() => received.filter(({ to }) => to[0] === alice.email).length).toBe(1)
  await worker.stop()
  transport.close()
  const text = wordsOf(received.find(({ to }) => to[0] === alice.email)?.text ?? '')
  expect(text).toContain('The 1971 Datsun PL510 has sold for 51,000 USD.')
  expect(text).toContain(`https://cars.example.com/vehicles/${vehicle.id}`)
  expect(text).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m)
})

test('what is hidden, read or unwished by then is in no digest; a weekly one waits for its day', async () => {
  const hidden = await soldTo('digest')
  const { sql, alice, carol, vehicle, mails } = hidden
  await setDigest(alice as PaddockClient, 'week')
  await sql`update public.notices set created_at = created_at - interval '8 days' where user_id = ${alice.id}`
  await sql`update app.digests set made_at = now() where user_id = ${alice.id}`
  await sql`select app.make_digests()`
  expect(await mails()).toEqual([]) // one was made this week
  await sql`update app.digests set made_at = now() - interval '8 days' where user_id = ${alice.id}`
  await sql`select app.make_digests()`
  expect(await mails()).toEqual(['digest'])
  await carol.from('vehicles').update({ is_public: false }).eq('id', vehicle.id)
  const taken = await sql`select user_id from app.take_outbox('1 minute', 1000, '{email}')`
  expect(taken.map(({ user_id }) => user_id)).not.toContain(alice.id)

  const never = await soldTo('digest')
  await setDigest(never.alice as PaddockClient, 'never')
  await never.sql`update public.notices set created_at = created_at - interval '9 days' where user_id = ${never.alice.id}`
  await never.sql`select app.make_digests()`
  expect(await never.mails()).toEqual([])
})

test('one click from a mail ends its kind without signing in; a look ends nothing, nor does a link made up', async () => {
  const { alice, bob, server } = await community()
  const me = alice as PaddockClient
  const tokens = createUnsubscribeTokens(server.keys.jwtSecret)
  const at = (token: string, init?: RequestInit) =>
    fetch(`${server.url}/unsubscribe?token=${encodeURIComponent(token)}`, init)
  const wayOf = async (kind: string) => (await noticeSettings(me)).kinds.find((each) => each.kind === kind)?.way
  const token = tokens.sign({ userId: alice.id, kind: 'question_settled' })

  const seen = await at(token)
  expect(seen.status).toBe(200)
  expect(await seen.text()).toContain('a question is settled that you bet on')
  const german = await at(token, { headers: { 'accept-language': 'de-DE,en;q=0.5' } })
  const inGerman = await german.text()
  expect(inGerman).toContain('<html lang="de">')
  expect(inGerman).toContain('Du bekommst E-Mails, wenn eine Frage ausgewertet wird, auf die du gewettet hast')
  expect(inGerman).not.toMatch(/mails when|No more|Settings/)
  expect(await wayOf('question_settled')).toBe('mail')
  const click = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) }
  for (const made of ['', 'x', token.replace(alice.id, bob.id), `${token.slice(0, -2)}AA`, `${token}.more`])
    expect((await at(made, click)).status).toBe(400)
  expect(await wayOf('question_settled')).toBe('mail')
  for (let n = 0; n < 2; n++) expect((await at(token, click)).status).toBe(200)
  expect(await wayOf('question_settled')).toBe('page')
  expect(await wayOf('comment_replied')).toBe('mail')

  await setNoticeWay(me, 'vehicle_sold', 'none')
  await at(token, { method: 'POST', body: new URLSearchParams({ which: 'all' }) })
  const { kinds, digest } = await noticeSettings(me)
  expect(kinds.filter(({ way }) => way === 'mail' || way === 'digest')).toEqual([])
  expect(kinds.find(({ kind }) => kind === 'vehicle_sold')?.way).toBe('none') // never louder than before
  expect(digest).toBe('never')
  expect((await at(token, { method: 'DELETE' })).status).toBe(405)
  expect((await at(tokens.sign({ userId: crypto.randomUUID(), kind: 'vehicle_sold' }), click)).status).toBe(200) // gone
})
