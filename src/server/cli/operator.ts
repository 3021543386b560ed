import postgres from 'postgres'
import { ConfigError, readConfig } from '../config.ts'
import { onDatabase } from './on-database.ts'

export const usage = `paddock operator: Give an account the role of operator, take it away, or list who has it

  paddock operator add <email>
  paddock operator remove <email>
  paddock operator list

Works on the embedded database, or on DATABASE_URL. A new operator signs out and in once; a role that is taken away
counts at once.`

export async function run([act, email, ...more]: string[]): Promise<void> {
  if (more.length > 0 || (act === 'list') !== (email === undefined)) throw new ConfigError(usage)
  if (act === 'list') console.log((await onDatabase(readConfig(), listOperators)).join('\n') || 'There is no operator.')
  else if (email !== undefined && (act === 'add' || act === 'remove')) {
    await onDatabase(readConfig(), (adminUrl) => setOperator(adminUrl, email, act === 'add'))
    console.log(act === 'add' ? `${email} is an operator.` : `${email} is no operator any more.`)
  } else throw new ConfigError(usage)
}

/** @throws {ConfigError} where no confirmed account has the address */
export async function setOperator(adminUrl: string, email: string, isOne: boolean): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, prepare: false })
  try {
    const changed = await sql`
      with changed as (
        update auth.users set raw_app_meta_data = coalesce(raw_app_meta_data, '{}') - 'role'
            || case when ${isOne} then '{"role": "operator"}'::jsonb else '{}' end, updated_at = now()
        where email = ${email.trim().toLowerCase()} and deleted_at is null
          and (email_confirmed_at is not null or not ${isOne}) and not is_sso_user
        returning id
      )
      insert into app.operator_acts (act, about) select ${isOne ? 'add_operator' : 'remove_operator'}, id::text
        from changed returning 1`
    if (changed.count === 0) throw new ConfigError(await whyNot(sql, email.trim().toLowerCase()))
  } finally {
    await sql.end()
  }
}

/** An address that nobody has confirmed may be somebody else's, who would be the operator then. */
async function whyNot(sql: postgres.Sql, email: string): Promise<string> {
  const [known] = await sql`select from auth.users where email = ${email} and deleted_at is null and not is_sso_user`
  return known
    ? `The address ${email} has an account, but is not confirmed. Open the link in its confirmation mail (on /mailbox where there is no mail server), then try again.`
    : `No account with the address ${email} was found. Sign up with it on the page first.`
}

async function listOperators(adminUrl: string): Promise<string[]> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, prepare: false })
  try {
    const rows = await sql<{ email: string | null; id: string }[]>`
      select email, id from auth.users where raw_app_meta_data ->> 'role' = 'operator' and deleted_at is null order by email`
    return rows.map(({ email, id }) => email ?? id)
  } finally {
    await sql.end()
  }
}
