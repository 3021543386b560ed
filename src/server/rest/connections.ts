import type { Sql } from 'postgres'
import { createPool, type Pool } from '../postgres/pool.ts'
import { type Login, logIn } from './wire/login.ts'
import type { Statement } from './wire/session.ts'

export { hold } from '../postgres/pool.ts'
export type Connection = Pick<Login, 'ask'>
export type Connections = Pool<Login>

/** @param sql whose options the connections have */
export function createConnections(sql: Sql): Connections {
  return createPool(sql.options.max, () => logIn(sql))
}

export function statement(text: string, params: readonly string[] = [], prepare = true): Statement {
  return { text, params, prepare }
}
