import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Museum, openMuseum } from './museum.ts'

/** A transaction that Postgres has ended so that others can go on is begun anew. */

let museum: Museum
beforeAll(async () => {
  museum = await openMuseum()
  await museum.sql.unsafe(`
    set search_path = museum;
    create table doors (id int primary key, passed int not null default 0);
    insert into doors values (1), (2);
    create sequence tries;
    -- waits until both callers have passed their first door, and then wants the other's
    create function pass(first int, second int) returns int language plpgsql set search_path = museum as $$
    begin
      perform nextval('tries');
      update doors set passed = passed + 1 where id = first;
      for n in 1 .. 200 loop
        exit when (select last_value from tries) >= 2;
        perform pg_sleep(0.05);
      end loop;
      update doors set passed = passed + 1 where id = second;
      return (select last_value from tries);
    end $$;
    create function never(code text) returns void language plpgsql set search_path = museum as $$
    begin
      perform nextval('tries');
      raise exception 'No.' using errcode = code;
    end $$;
    grant execute on all functions in schema museum to service_role;
    grant select, update on doors to service_role;
    grant usage, select, update on sequence tries to service_role;`)
  const known = async () => (await museum.get('/doors', { as: 'service' })).status === 200
  await vi.waitUntil(known, { timeout: 60_000 })
})
afterAll(() => museum.stop())

const call = (name: string, body: unknown) => museum.post(`/rpc/${name}`, body, { as: 'service' })

test('two requests that wait for each other both get through, each once', async () => {
  const answers = await Promise.all([call('pass', { first: 1, second: 2 }), call('pass', { first: 2, second: 1 })])
  expect(answers.map(({ status, text }) => (status === 200 ? status : text))).toEqual([200, 200])
  expect(await museum.sql`select passed from museum.doors`).toEqual([{ passed: 2 }, { passed: 2 }])
  const [row] = await museum.sql`select last_value::int as tries from museum.tries`
  expect(row?.tries).toBeGreaterThan(2) // they did meet, and at least one was begun anew
})

test.for([
  ['40P01', 3],
  ['40001', 3],
  ['23514', 1],
  ['PT409', 1],
] as const)('%s is tried %i times, and then told', async ([code, tries]) => {
  await museum.sql`select setval('museum.tries', 1, false)`
  const answer = await call('never', { code })
  expect(answer.json).toMatchObject({ message: 'No.' })
  const [row] = await museum.sql`select last_value::int as tries from museum.tries`
  expect(row?.tries).toBe(tries)
})
