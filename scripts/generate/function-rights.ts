const roles = 'public, anon, authenticated, service_role'
const created = /^create (?:or replace )?function ([\w.]+)\s*\(/gm
const granted = /^grant execute on function\s+([^;]+?)\s+to [\w, ]+;/gm
const revoked = /^revoke (?:all|execute) on function\s+([^;]+?)\s+from [\w, ]+;/gm

/**
 * A function is nobody's but whom its file grants it to. Postgres gives every new one to everybody, and a hosted project
 * those in `public` to its roles: that is taken back before the first grant, or at the end of the file. What a file
 * revokes itself (of a function made within a block, of overloads in one file) stays as it is written.
 */
export function withFunctionRights(sql: string): string {
  const names = [...sql.matchAll(created)].map(([, name]) => name as string)
  const open = new Set(names)
  for (const [, list] of sql.matchAll(revoked)) for (const { name } of functionsIn(list as string)) open.delete(name)
  const twice = names.find((name, i) => open.has(name) && names.indexOf(name) !== i)
  if (twice) throw new Error(`${twice} is overloaded in one file, which so has to revoke it from ${roles} itself.`)

  const text = sql.replace(granted, (grant, list: string) => {
    const first = functionsIn(list).filter(({ name }) => open.delete(name))
    return first.length > 0 ? `${revoke(first.map(({ signature }) => signature))}\n${grant}` : grant
  })
  return open.size > 0 ? `${text.trimEnd()}\n${revoke([...open])}\n` : text
}

function revoke(functions: string[]): string {
  return `revoke all on function\n  ${functions.join(',\n  ')}\n  from ${roles};`
}

/** `app.a(uuid, numeric(10, 2)), app.b()`, apart. */
function functionsIn(list: string): { name: string; signature: string }[] {
  return [...list.matchAll(/([a-z_]+\.\w+)\s*(?:\((?:[^()]|\([^()]*\))*\))?/g)].map(([signature, name]) => ({
    name: name as string,
    signature,
  }))
}
