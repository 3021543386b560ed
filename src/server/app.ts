import { Hono } from 'hono'
import { compressed } from './compress.ts'
import { dataHeaders, withHeaders } from './security-headers.ts'

/** One of the server's web-standard handlers. `remoteAddress` is the client's, as the server itself sees it. */
export type Door = (request: Request, info: { remoteAddress?: string }) => Response | Promise<Response>

export type Doors = {
  rest: Door
  auth: Door
  functions: Door
  uploads: Door
  live: Door
  photos: Door
  /** `/robots.txt` and the sitemap. */
  crawlers: Door
  /** Ends mails, by the links in them. */
  unsubscribe: Door
  /** Mails that could not be sent, on a developer's machine. */
  mailbox: Door | null
  files: Door
  /** Where the page finds the API, and the key that a browser may have. Served as `/config.json`. */
  page: { url: string; publishableKey: string }
  /** Whether the database answers. */
  ready: () => Promise<boolean>
}

/** All doors on one port. */
export function createApp(doors: Doors): Hono {
  const app = new Hono()
  const ask = async (request: Request, door: Door) =>
    withHeaders(await door(request, { remoteAddress: clientOf(request) }), dataHeaders)
  const mount = (path: string, door: Door) => app.all(path, ({ req }) => ask(req.raw, door))
  /** Sent packed to whoever takes that. */
  const mountPacked = (path: string, door: Door) =>
    app.all(path, async ({ req }) => await compressed(req.raw, await ask(req.raw, door)))
  app.get('/health', async () => {
    const ready = await doors.ready()
    return Response.json({ status: ready ? 'ok' : 'unavailable' }, { status: ready ? 200 : 503, headers: notKept })
  })
  app.get('/config.json', () => Response.json(doors.page, { headers: notKept }))
  mountPacked('/rest/v1', doors.rest)
  mountPacked('/rest/v1/*', doors.rest)
  mount('/auth/v1/*', doors.auth)
  mount('/functions/v1/*', doors.functions)
  mount('/upload/v1/*', doors.uploads)
  mount('/live/v1/vehicles', doors.live)
  mount('/photos/*', doors.photos)
  for (const path of ['/robots.txt', '/sitemap.xml', '/:part{sitemap-[0-9]+\\.xml}']) mount(path, doors.crawlers)
  mount('/unsubscribe', doors.unsubscribe)
  if (doors.mailbox) {
    mount('/mailbox', doors.mailbox)
    mount('/mailbox/*', doors.mailbox)
  }
  for (const path of ['/:service{[a-z-]+}/v1', '/:service{[a-z-]+}/v1/*'])
    app.all(path, ({ req }) => notServed(req.path))
  mount('*', doors.files) // the page and its drawings say more
  return app
}

/** Doors that a Supabase project has and this server has not, with what is there instead. */
const instead: Record<string, string> = {
  storage: 'Photos are sent to /upload/v1/photos and read from /photos.',
  realtime: 'Changes of vehicles are told by server-sent events at /live/v1/vehicles.',
  graphql: 'Tables and functions are at /rest/v1.',
}

function notServed(path: string): Response {
  const service = path.split('/')[1] ?? ''
  const body = {
    code: 'not_served',
    message: `There is no /${service}/v1 on this server.`,
    details: null,
    hint: instead[service] ?? 'See docs/architecture.md for the doors there are.',
  }
  return Response.json(body, { status: 404, headers: { ...notKept, 'access-control-allow-origin': '*' } })
}

const notKept = { ...dataHeaders, 'cache-control': 'no-store' }

/** `listen` has put the one true address there. */
const clientOf = (request: Request) => request.headers.get('x-forwarded-for') ?? undefined
