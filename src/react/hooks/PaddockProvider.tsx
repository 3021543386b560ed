import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createContext,
  Fragment,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react'
import type { PaddockClient } from '../../client/client.ts'
import { type Member, onMemberChange } from '../../client/session.ts'
import { ActsContext, createLazyActs } from '../acts.ts'
import { loadNotes } from '../components/acts/load-notes.ts'
import { claimDrafts } from '../drafts.ts'
import { english, type Language, LanguageContext, speak } from '../language/language.ts'
import { type Links, LinksContext, pagesAt, serverOf } from '../links.tsx'

type Paddock = { client: PaddockClient; member: Member | null | undefined }

const Context = createContext<Paddock | null>(null)

export type PaddockProviderProps = {
  /** Any supabase-js client of the project. */
  client: PaddockClient
  /** The application's own TanStack Query client, so that both share one cache; one of Paddock's own unless given. */
  queryClient?: QueryClient
  /** Where names, quotes and forecasts lead; the pages of the server that the client talks to unless given. */
  links?: Partial<Links>
  /** Who is taken to be signed in until it is known: null where a server has rendered for nobody. */
  member?: Member | null
  /** What the components speak: English, or `german` of `paddock/react/german`, or a catalogue of your own. One at a time in a page. */
  language?: Language | undefined
  children: ReactNode
}

/** Everything that uses Paddock's hooks stands inside one of these. */
export function PaddockProvider({
  client,
  queryClient,
  links,
  member: presumed,
  language = english,
  children,
}: PaddockProviderProps) {
  speak(language)
  const [ownQueries] = useState(() => queryClient ?? createQueries())
  const all = useMemo(() => ({ ...pagesAt(serverOf(client)), ...links }), [client, links])
  const [member, setMember] = useState<Member | null | undefined>(presumed)
  const queries = queryClient ?? ownQueries
  const paddock = useMemo(() => ({ client, member }), [client, member])
  const acts = useMemo(() => createLazyActs(client, queries, loadNotes), [client, queries])
  useEffect(() => acts.begin(), [acts])
  useEffect(
    () =>
      onMemberChange(client, (next) => {
        if (next && !next.isVisitor) claimDrafts(next.id)
        // A page that is coming to life does so first: it would else be thrown away with what has been typed into it.
        if (!next || 'alive' in document.documentElement.dataset) setMember(next)
        else startTransition(() => setMember(next))
        acts.setPerson(next)
      }),
    [client, acts],
  )
  return (
    <QueryClientProvider client={queries}>
      <LinksContext value={all}>
        <ActsContext value={acts}>
          <LanguageContext value={language}>
            <Context value={paddock}>
              <Fragment key={language.tag}>{children}</Fragment>
            </Context>
          </LanguageContext>
        </ActsContext>
      </LinksContext>
    </QueryClientProvider>
  )
}

/**
 * Requests are made even when the browser thinks it is offline: the answer is then an error that says so.
 * supabase-js itself tries a failed read again for a few seconds.
 */
export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, networkMode: 'always', retry: false },
      mutations: { networkMode: 'always' },
    },
  })
}

function usePaddock(): Paddock {
  const paddock = useContext(Context)
  if (!paddock) throw new Error('Paddock hooks need a <PaddockProvider client={...}> around them.')
  return paddock
}

export const useClient = () => usePaddock().client

/** Who is signed in: null for nobody, undefined until it is known. */
export const useMember = () => usePaddock().member
