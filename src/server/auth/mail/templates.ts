import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../../env.ts'
import type { Letter } from './post.ts'

/** What is written, each by the template `<kind>.html`, as the supabase CLI names them; `registered` is ours. */
export const letterKinds = [
  'confirmation',
  'recovery',
  'magic_link',
  'invite',
  'email_change',
  'reauthentication',
  'registered',
] as const
export type LetterKind = (typeof letterKinds)[number]

const names = ['ConfirmationURL', 'Token', 'TokenHash', 'SiteURL', 'Email', 'NewEmail', 'RedirectTo'] as const
/** What a template may name, as `{{ .Token }}`; all of it is escaped for HTML. */
export type LetterValues = Record<(typeof names)[number], string>

export type Templates = {
  /** Subject from `<title>`, and the same in plain text. */
  render: (kind: LetterKind, to: string, values: LetterValues) => Promise<Letter>
}

const mostTemplateBytes = 100_000

/**
 * Templates of the first folder that has one of a kind.
 *
 * @param folders a project's own first, Paddock's own last
 * @throws {ConfigError} for a template that names what there is not
 */
export async function loadTemplates(folders: readonly string[]): Promise<Templates> {
  const loaded = await Promise.all(letterKinds.map(async (kind) => [kind, await load(folders, kind)] as const))
  const sources = new Map<LetterKind, string>(loaded)
  return {
    render: async (kind, to, values) => {
      const { textOf, titleOf } = await import('./html-text.ts') // with a parser, which a server that sends no mail can do without
      const html = fill(sources.get(kind) ?? '', values)
      return { to, html, subject: titleOf(html) || 'Your account', text: textOf(html) }
    },
  }
}

async function load(folders: readonly string[], kind: LetterKind): Promise<string> {
  for (const folder of folders) {
    const file = join(folder, `${kind}.html`)
    const source = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw new ConfigError(`${file} cannot be read: ${error.message}`, { cause: error })
    })
    if (source === null) continue
    check(file, source)
    return source
  }
  throw new Error(`The template ${kind}.html is missing from the paddock package; install it again.`)
}

const action = /\{\{-?\s*(.*?)\s*-?\}\}/gs

function check(file: string, source: string): void {
  if (Buffer.byteLength(source) > mostTemplateBytes) throw new ConfigError(`${file} is larger than 100 kB.`)
  for (const [whole, inside = ''] of source.matchAll(action)) {
    if (names.some((name) => inside === `.${name}`)) continue
    const known = names.map((name) => `{{ .${name} }}`).join(', ')
    throw new ConfigError(`${file} has ${whole.slice(0, 80)}, which is not supported. It may have ${known}.`)
  }
}

function fill(source: string, values: LetterValues): string {
  return source.replace(action, (_, inside: string) => escapeHtml(values[inside.slice(1) as keyof LetterValues] ?? ''))
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
export const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
