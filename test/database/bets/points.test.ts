import { expect, test } from 'vitest'
import { community } from '../../support/community.ts'
import { balance, milestone, placeBet, tryBet } from './questions.ts'

test('everybody has 1,000 points to start with, and sees only their own', async () => {
  const { alice, bob, vehicle, visitor, service } = await community()
  expect(await balance(alice)).toEqual([1000, 0])
  await placeBet(alice, vehicle, { stake_amount: 12.34 })
  expect(await balance(alice)).toEqual([987.66, 12.34])
  expect((await bob.from('point_balances').select()).data).toEqual([
    { user_id: bob.id, available: 1000, escrow: 0, owed: 0 },
  ])
  expect((await visitor.from('point_balances').select()).error?.code).toBe('42501')
  expect((await service.from('point_balances').select().eq('user_id', alice.id)).data).toHaveLength(1)
})

test('a stake above the balance is refused with the balance', async () => {
  const { alice, vehicle } = await community()
  await placeBet(alice, vehicle, { stake_amount: 600 })
  const { error } = await tryBet(alice, vehicle, { ...milestone(60_000), stake_amount: 400.01 })
  expect(error).toMatchObject({
    code: '23514',
    message: 'The stake of 400.01 is above your balance of 400.00 points.',
    details: 'stake_is_within_the_balance',
  })
  await placeBet(alice, vehicle, { ...milestone(60_000), stake_amount: 400 })
  expect(await balance(alice)).toEqual([0, 1000])
})

test('a revision may stake what the first bet gives back', async () => {
  const { alice, vehicle } = await community()
  await placeBet(alice, vehicle, { stake_amount: 1000 })
  await placeBet(alice, vehicle, { stake_amount: 999 })
  expect(await balance(alice)).toEqual([1, 999])
})

test('bets that race for the last points: as many succeed as there are points for', async () => {
  const { alice, vehicle, sql } = await community()
  const tries = await Promise.all(
    Array.from({ length: 12 }, (_, n) => tryBet(alice, vehicle, { ...milestone(1000 * (n + 1)), stake_amount: 300 })),
  )
  expect(tries.filter(({ error }) => error === null)).toHaveLength(3)
  expect(await balance(alice)).toEqual([100, 900])
  expect(await sql`select sum(amount) from app.point_entries where user_id = ${alice.id}`).toEqual([{ sum: '1000.00' }])
})

test('every transfer sums to zero, and a transfer that does not cannot be written', async () => {
  const { alice, vehicle, sql } = await community()
  await placeBet(alice, vehicle, { stake_amount: 5 })
  expect(await sql`select transfer_id from app.point_entries group by 1 having sum(amount) <> 0`).toEqual([])
  const [transfer] = await sql`select transfer_id as id from app.point_entries where user_id = ${alice.id} limit 1`
  await expect(
    sql`insert into app.point_entries (transfer_id, account, user_id, amount) values (${transfer?.id}, 'available', ${alice.id}, 1)`,
  ).rejects.toThrow(/does not sum to zero but to 1\.00/)
  await expect(
    sql`insert into app.point_entries (transfer_id, account, user_id, amount)
      select gen_random_uuid(), e.account, ${alice.id}, e.amount from (values ('available', 1), ('escrow', -1)) e (account, amount)`,
  ).rejects.toMatchObject({ code: '23503', constraint_name: 'entries_have_a_transfer' })
})

test('no balance goes below zero, whoever writes', async () => {
  const { alice, vehicle, sql } = await community()
  await placeBet(alice, vehicle, { stake_amount: 5 })
  const overdraw = sql.begin(async (t) => {
    const [transfer] = await t`insert into app.point_transfers (kind) values ('staked') returning id`
    await t`insert into app.point_entries (transfer_id, account, user_id, amount)
      values (${transfer?.id}, 'available', ${alice.id}, -996), (${transfer?.id}, 'escrow', ${alice.id}, 996)`
  })
  await expect(overdraw).rejects.toThrow(/balance_is_not_negative/)
})

test('the ledger is only ever appended to', async () => {
  const { alice, vehicle, sql } = await community()
  await placeBet(alice, vehicle, { stake_amount: 5 })
  for (const table of ['app.point_entries', 'app.point_transfers']) {
    await expect(sql`delete from ${sql(table)}`).rejects.toThrow(/only ever appended to/)
    await expect(sql`update ${sql(table)} set id = default`).rejects.toThrow(/only ever appended to/)
    await expect(sql`truncate ${sql(table)} cascade`).rejects.toThrow(/only ever appended to/)
  }
})

test('a deleted vehicle gives its open stakes back', async () => {
  const { alice, bob, carol, vehicle } = await community()
  await placeBet(alice, vehicle, { stake_amount: 100 })
  await placeBet(alice, vehicle, { ...milestone(60_000), stake_amount: 50 })
  await placeBet(bob, vehicle, { stake_amount: 70 })
  expect((await carol.from('vehicles').delete().eq('id', vehicle.id)).error).toBeNull()
  expect(await balance(alice)).toEqual([1000, 0])
  expect(await balance(bob)).toEqual([1000, 0])
})

test('a deleted account leaves a ledger that still sums to zero and names nobody', async () => {
  const { alice, vehicle, sql, service } = await community()
  await placeBet(alice, vehicle, { stake_amount: 100 })
  await sql`delete from auth.users where id = ${alice.id}`
  expect((await service.rpc('settle_due')).error).toBeNull()
  expect(
    await sql`select available, escrow, owed, person_id from app.point_accounts where user_id = ${alice.id}`,
  ).toEqual([{ available: '0.00', escrow: '0.00', owed: '0.00', person_id: null }])
  expect(await sql`select sum(amount) from app.point_entries`).toEqual([{ sum: '0.00' }])
})
