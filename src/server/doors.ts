import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import type { ResearchEnvironment } from '../../supabase/functions/_shared/research-spec.ts'
import { isLoopback } from './address.ts'
import { createApp } from './app.ts'
import { createAuth } from './auth/index.ts'
import { createMailbox, hasMailbox } from './auth/mail/mailbox.ts'
import { postBySmtp } from './auth/mail/post.ts'
import { loadTemplates } from './auth/mail/templates.ts'
import { createIdentify } from './caller.ts'
import type { Config } from './config.ts'
import { createCrawlers } from './crawlers/index.ts'
import type { FetchInProcess } from './fetch-in-process.ts'
import { allFunctions, createFunctions, mostBodyBytes } from './functions/index.ts'
import { drawPng } from './functions/png.ts'
import type { Keys } from './keys.ts'
import { createLive } from './live/index.ts'
import type { MailTransport } from './mail/transport.ts'
import { createPage } from './page/index.ts'
import { supabaseFolder } from './paths.ts'
import { createPhotoOrigins } from './photo-origins.ts'
import type { Database } from './postgres/index.ts'
import { openLasting } from './postgres/lasting.ts'
import { createRest } from './rest/index.ts'
import { createStanding } from './standing.ts'
import { createStatic } from './static.ts'
import { createUnsubscribe, createUnsubscribeTokens } from './unsubscribe/index.ts'
import { createPhotoFiles, createPhotoVisibility, createUploads, keepRemoving } from './uploads/index.ts'

export type OpenDoors = {
  fetch: (request: Request) => Response | Promise<Response>
  /** Ends the answers that go on by themselves. */
  endStreams: () => void
  /** Ends the connections to the database. */
  close: () => Promise<void>
}

/** Everything that answers requests, over one pool for the gateway and one, with more rights, for the rest. */
export async function openDoors(options: {
  config: Config
  keys: Keys
  database: Pick<Database, 'adminUrl' | 'gatewayUrl'>
  /** Where all of it is reached: by people, and from this machine. */
  url: () => string
  address: () => string
  /** The operator's mail server, if there is one. */
  smtp: MailTransport | null
}): Promise<OpenDoors> {
  const { config, keys, database, url, address, smtp } = options
  const ownTemplates = config.project ? [join(config.project.folder, 'supabase', 'templates')] : []
  const templates = await loadTemplates([...ownTemplates, join(supabaseFolder, 'templates')])
  const mailbox = hasMailbox(config) ? createMailbox() : null
  const post = smtp ? postBySmtp(smtp) : (mailbox?.post ?? null)
  const admin = openLasting(database.adminUrl, { max: 5, onnotice: () => {} })
  const gateway = postgres(database.gatewayUrl, { max: config.poolSize, onnotice: () => {} })
  const standing = createStanding(admin)
  const identify = createIdentify(keys, standing)
  const rest = createRest({
    sql: gateway,
    identify,
    schemas: config.schemas,
    maxRows: config.maxRows,
    bounds: config.limits.rest,
  })
  const auth = createAuth({
    sql: admin,
    keys,
    identify,
    settings: config.auth,
    url,
    mail: post && { post, templates },
    loopback: isLoopback(config.host),
    onAccountChange: standing.forget,
  })
  // Functions call the other doors as any client does, only without the network.
  const inProcess: FetchInProcess = async (input, init) => app.fetch(new Request(input, init))
  const environment: ResearchEnvironment = {
    supabaseUrl: `http://localhost:${config.port}`,
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
    fetch: inProcess,
    model: config.model,
    png: drawPng,
    ...(config.model ? { modelFetch: (await import('./functions/model-fetch.ts')).modelFetch(config.model) } : {}),
  }
  const project = config.project
    ? (await import('./functions/project/index.ts')).createProjectFunctions({
        project: config.project.folder,
        settings: config.functions,
        keys,
        url: address,
        cache: process.env.DENO_DIR || join(config.dataDir, 'deno'),
        maxBodyBytes: mostBodyBytes,
      })
    : null
  const functions = createFunctions({
    identify,
    functions: allFunctions(environment),
    ...(project ? { project } : {}),
  })
  const uploads = createUploads({ identify, dataDir: config.dataDir, fetchInProcess: inProcess })
  const live = createLive({ sql: admin, identify, fetchInProcess: inProcess, most: config.limits.live })
  const photoOrigins = createPhotoOrigins(admin)
  await photoOrigins.read()
  const stopRemoving = keepRemoving(admin, config.dataDir)
  const pageConfig = { url: '/', publishableKey: keys.publishableKey }
  const page = config.render
    ? createPage({ folder: config.webFolder, config: pageConfig, fetch: inProcess, sql: admin, url, photoOrigins })
    : undefined
  const app = createApp({
    rest: rest.handle,
    auth: auth.handle,
    functions,
    uploads: uploads.handle,
    live: live.handle,
    photos: createPhotoFiles(config.dataDir, createPhotoVisibility(admin)),
    crawlers: createCrawlers({ sql: admin, url }),
    unsubscribe: createUnsubscribe({ sql: admin, tokens: createUnsubscribeTokens(keys.jwtSecret) }),
    mailbox: mailbox?.handle ?? null,
    files: createStatic(config.webFolder, photoOrigins.current, page),
    page: pageConfig,
    ready: () => answers(admin),
  })
  return {
    fetch: (request) => app.fetch(request),
    endStreams: live.end,
    close: async () => {
      live.end()
      uploads.close()
      await project?.close()
      await stopRemoving()
      await Promise.all([rest.close(), auth.close()])
      await Promise.all([gateway.end({ timeout: 5 }), admin.end({ timeout: 5 })])
    },
  }
}

const healthTimeout = 3_000

async function answers(sql: Sql): Promise<boolean> {
  try {
    const late = sleep(healthTimeout, 'late', { ref: false })
    return (await Promise.race([sql`select 1`, late])) !== 'late'
  } catch {
    return false
  }
}
