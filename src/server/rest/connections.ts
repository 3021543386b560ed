import type { Sql } from 'postgres'
import { createPool, type Pool } from '../postgres/pool.ts'
import { type Login, logIn } from './wire/login.ts'
import { isForgotten, type Statement } from './wire/session.ts'

export { hold } from '../postgres/pool.ts'
export type Connection = Pick<Login, 'ask'>
export type Connections = Pool<Login>

/**
 * @param sql whose options the connections have
 * @param mostBytes of an answer; a connection on which more is coming is closed
 */
export function createConnections(sql: Sql, mostBytes = Number.POSITIVE_INFINITY): Connections {
  const memory = { trusted: true }
  return createPool(sql.options.max, async () => allowForgetting(await logIn(sql, mostBytes), memory))
}

/**
 * A pooler that gives each transaction another backend (PgBouncer before 1.21, Supavisor) may not know what was prepared before. The
 * first time that one does not, nothing has been done yet: it is asked again, and from then on nothing is prepared any more.
 */
function allowForgetting(login: Login, memory: { trusted: boolean }): Login {
  const whole = (statements: readonly Statement[]) => statements.map((each) => ({ ...each, prepare: false }))
  const ask: Login['ask'] = async (statements) => {
    if (!memory.trusted) return await login.ask(whole(statements))
    const isFirst = login.isClean() // within a transaction, what came before would be lost
    try {
      return await login.ask(statements)
    } catch (error) {
      if (!isFirst || !isForgotten(error)) throw error
      memory.trusted = false
      if (!login.isClean()) await login.ask([statement('rollback', [], false)])
      return await login.ask(whole(statements))
    }
  }
  return { ...login, ask }
}

export function statement(text: string, params: readonly string[] = [], prepare = true): Statement {
  return { text, params, prepare }
}
