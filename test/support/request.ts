import { readFileSync } from 'node:fs'

const text = readFileSync(new URL('../fixtures/backend-features.md', import.meta.url), 'utf8')

/** The code that follows a heading of the request, word for word. */
function snippet(heading: string, language: 'typescript' | 'sql'): string {
  const section = text.split(/^#+ /m).find((part) => part.startsWith(heading))
  const code = section?.split(`\`\`\`${language}\n`)[1]?.split('\n```')[0]
  if (!code) throw new Error(`The request has no ${language} under "${heading}"`)
  return code
}

/** Runs a snippet as it stands, with the given names in scope. `returns` names a variable of the snippet to look at. */
export async function runSnippet(heading: string, scope: Record<string, unknown>, returns?: string): Promise<unknown> {
  const code = `return (async () => { ${snippet(heading, 'typescript')}\n${returns ? `return ${returns}` : ''} })()`
  return await new Function(...Object.keys(scope), code)(...Object.values(scope))
}

/** The statements of "Testing After Migration", with a photo's id filled in. */
export function testingStatements(imageId: string): string[] {
  return snippet('Testing After Migration', 'sql')
    .replace(/^--.*$/gm, '')
    .replaceAll('<some_image_id>', imageId)
    .split(';')
    .map((statement) => statement.trim())
    .filter(Boolean)
}
