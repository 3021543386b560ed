import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { letterKinds, loadTemplates } from '../../../src/server/auth/mail/templates.ts'
import { supabaseFolder } from '../../../src/server/paths.ts'

const ours = join(supabaseFolder, 'templates')
const values = {
  ConfirmationURL: 'https://cars.example.com/auth/v1/verify?token=abc&type=recovery',
  Token: '012345',
  TokenHash: 'abc',
  SiteURL: 'https://cars.example.com',
  Email: `o'brien<b>@example.com`,
  NewEmail: 'new@example.com',
  RedirectTo: 'https://cars.example.com/account',
}

async function project(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'templates-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

test('each mail has a subject, and says the same in HTML and in plain text', async () => {
  const templates = await loadTemplates([ours])
  for (const kind of letterKinds) {
    const { subject, html, text } = await templates.render(kind, 'ada@example.com', values)
    expect(subject.length, kind).toBeGreaterThan(5)
    expect(html).not.toMatch(/\{\{|<b>/)
    expect(text).not.toMatch(/\{\{|<p>|&amp;/)
    if (kind !== 'registered') expect(text).toContain('012345')
    if (!['registered', 'reauthentication'].includes(kind)) {
      expect(text).toContain(values.ConfirmationURL)
      expect(html).toContain('verify?token=abc&amp;type=recovery')
    }
  }
})

test('a project’s own template comes first, its title is the subject, and values are text in it', async () => {
  const own = await project({
    'recovery.html':
      '<title>For {{ .Email }}\n now</title><style>p{}</style><p title="{{.Email}}">{{- .Token -}} {{ .TokenHash }} {{ .RedirectTo }}</p><script>x</script>',
  })
  const templates = await loadTemplates([own, ours])
  const { subject, html, text } = await templates.render('recovery', 'ada@example.com', values)
  expect(subject).toBe("For o'brien<b>@example.com now")
  expect(html).toContain('title="o&#39;brien&lt;b&gt;@example.com"')
  expect(text).toBe('012345 abc https://cars.example.com/account')
  expect((await templates.render('invite', 'ada@example.com', values)).subject).toBe('You are invited')
})

test('a template that names what there is not stops the start', async () => {
  for (const odd of ['{{ .Data.name }}', '{{ if .Token }}', '{{ .token }}', '{{ .constructor }}', '{{ }}']) {
    const own = await project({ 'invite.html': `<p>${odd}</p>` })
    await expect(loadTemplates([own, ours]), odd).rejects.toThrow(/invite\.html has .* which is not supported/)
  }
  const large = await project({ 'invite.html': 'x'.repeat(100_001) })
  await expect(loadTemplates([large, ours])).rejects.toThrow('larger than 100 kB')
})
