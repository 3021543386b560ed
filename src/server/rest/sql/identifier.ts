/** The one place where a name becomes SQL: of the catalog, or one that a request gives to what it selects. */
export function identifier(name: string): string {
  if (name.includes('\0')) throw new TypeError('A name cannot hold a zero byte')
  return `"${name.replaceAll('"', '""')}"`
}

export function qualified(schema: string, name: string): string {
  return `${identifier(schema)}.${identifier(name)}`
}

/** A string constant; only for names from the catalog, never for values from a request. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`
  return quoted.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted
}
