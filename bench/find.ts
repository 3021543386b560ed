import postgres, { type Sql } from 'postgres'
import { migrate } from '../src/server/migrate.ts'
import { startTemporary } from '../src/server/postgres/temporary.ts'
import { median, milliseconds } from './machine.ts'

/** What the project promises: an index of 10,000 cars answers as one of 10. */
const asked = 1.5
const makes = ['Plymouth', 'Datsun', 'BMW', 'Ford', 'Chevrolet', 'Alfa Romeo', 'Citroën', 'Porsche', 'Saab', 'Lancia']

type Question = { what: string; ask: (sql: Sql) => Promise<unknown> }

/** The first page of an index, of a search and of a misspelt one, and the twentieth page, over 10 cars and 10,000. */
export async function run({ quick }: { quick: boolean }): Promise<string> {
  const many = quick ? 1_000 : 10_000
  const embedded = await startTemporary({ max_connections: '20' })
  const few = await carsOf(embedded.adminUrl, 'few', 10)
  const full = await carsOf(embedded.adminUrl, 'full', many)
  try {
    const rows: string[] = []
    for (const { what, ask } of await questions(full)) {
      const times = { few: [] as number[], full: [] as number[] }
      for (let n = 0; n < (quick ? 40 : 400); n++) {
        times.few.push(await milliseconds(() => ask(few)))
        times.full.push(await milliseconds(() => ask(full)))
      }
      const [small, large] = [median(times.few), median(times.full)]
      rows.push(`| ${what} | ${small.toFixed(2)} | ${large.toFixed(2)} | ${(large / small).toFixed(2)} |`)
    }
    return `
${many.toLocaleString('en')} cars and 10, asked in turn as a visitor by one connection; medians in milliseconds. Asked: at most ${asked} times.

| | 10 cars | ${many.toLocaleString('en')} cars | ratio |
|---|---|---|---|
${rows.join('\n')}
`
  } finally {
    await Promise.all([few.end(), full.end()])
    await embedded.stop()
  }
}

async function carsOf(adminUrl: string, name: string, cars: number): Promise<Sql> {
  const admin = postgres(adminUrl, { max: 1 })
  await admin.unsafe(`create database bench_${name}`)
  await admin.end()
  const url = new URL(adminUrl)
  url.pathname = `/bench_${name}`
  await migrate(url.href)
  const sql = postgres(url.href, { max: 1, onnotice: () => {} })
  await sql`insert into vehicles (year, make, model, created_at)
    select 1950 + n % 50, (${makes}::text[])[1 + n % 10], 'Model ' || n, now() - n * interval '1 minute' from generate_series(1, ${cars}) n`
  await sql`insert into vehicle_details (vehicle_id, place)
    select id, (array['Munich, Germany', 'Lyon, France', 'Reno, NV, US'])[1 + year % 3] from vehicles`
  await sql`insert into vehicle_images (vehicle_id, image_url, owner_id, is_public) select id, '/x.svg', user_id, true from vehicles`
  await sql`insert into image_tags (vehicle_id, image_id, tag)
    select vehicle_id, id, (array['engine_bay', 'undercarriage', 'receipt'])[1 + abs(hashtext(id::text)) % 3] from vehicle_images`
  for (let left = 1; left > 0; ) left = Number((await sql`select app.rank_due_vehicles() as n`)[0]?.n)
  await sql`update app.vehicle_finder set attention = random() * 20`
  await sql`select app.count_finder_terms()`
  await sql`vacuum analyze`
  await sql`set role anon`
  return sql
}

async function questions(full: Sql): Promise<Question[]> {
  let after: string | null = null
  for (let page = 1; page < 20; page++) {
    const found: { page: string }[] = await full`select page from find_vehicles(after => ${after})`
    after = found.at(-1)?.page ?? null
  }
  return [
    { what: 'newest, first page', ask: (sql) => sql`select * from find_vehicles()` },
    { what: 'most looked at, first page', ask: (sql) => sql`select * from find_vehicles(sort => 'attention')` },
    { what: 'newest, page 20', ask: (sql) => sql`select * from find_vehicles(after => ${after})` },
    { what: 'a make, first page', ask: (sql) => sql`select * from find_vehicles(make => 'datsun')` },
    { what: 'two words, first page', ask: (sql) => sql`select * from find_vehicles(words => '1951 datsun')` },
    { what: 'a word of every car', ask: (sql) => sql`select * from find_vehicles(words => 'model')` },
    {
      what: 'two words, most looked at',
      ask: (sql) => sql`select * from find_vehicles(words => '1951 datsun', sort => 'attention')`,
    },
    { what: 'a misspelt word', ask: (sql) => sql`select * from find_vehicles(words => 'plymoth')` },
    { what: 'a word of no car', ask: (sql) => sql`select * from find_vehicles(words => 'zeppelin')` },
    {
      what: 'a tag and a place',
      ask: (sql) => sql`select * from find_vehicles(tag => 'engine_bay', place => 'germany')`,
    },
    {
      what: 'years and a tag, most looked at',
      ask: (sql) =>
        sql`select * from find_vehicles(year_from => 1960, year_to => 1969, tag => 'receipt', sort => 'attention')`,
    },
    {
      what: 'all filters and a word',
      ask: (sql) => sql`select * from find_vehicles(words => 'plymouth', make => 'plymouth',
      year_from => 1950, year_to => 1999, tag => 'engine_bay', place => 'us', auction => 'undecided')`,
    },
  ]
}
