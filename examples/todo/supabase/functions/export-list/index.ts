import { createClient } from '@supabase/supabase-js'
import { corsHeaders } from '../_shared/cors.ts'

const env = (name: string) => Deno.env.get(name) ?? ''

/** `{ list }` -> that list as a Markdown checklist, for whoever may see it: the caller's own token decides. */
Deno.serve(async (request) => {
  if (request.method === 'OPTIONS') return new Response('ok', { headers: corsHeaders })
  const { list } = await request.json().catch(() => ({}))
  const supabase = createClient(env('SUPABASE_URL'), env('SUPABASE_ANON_KEY'), {
    global: { headers: { Authorization: request.headers.get('Authorization') ?? '' } },
  })
  const { data, error } = await supabase
    .from('lists')
    .select('name, todos(title, done)')
    .eq('id', String(list))
    .order('id', { referencedTable: 'todos' })
    .maybeSingle()
  if (error) return Response.json({ error: error.message }, { status: 400, headers: corsHeaders })
  if (!data) return Response.json({ error: 'There is no such list.' }, { status: 404, headers: corsHeaders })

  const lines = data.todos.map(({ title, done }) => `- [${done ? 'x' : ' '}] ${title}`)
  const headers = { ...corsHeaders, 'content-type': 'text/markdown; charset=utf-8' }
  return new Response([`# ${data.name}`, '', ...lines, ''].join('\n'), { headers })
})
