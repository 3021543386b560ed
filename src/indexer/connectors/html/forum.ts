import type { Chunk } from '../../document.ts'
import { absolute, type Document, type Element } from './dom.ts'
import { dateOf, type ReadPage } from './read-page.ts'
import { writeText } from './text.ts'

/** How the engines of forums mark up posts: the post, its author, its date, its words, and who is quoted. */
type Engine = { post: string; author: string; date: string; body: string; quote: string; link: string }

const engines: Engine[] = [
  {
    post: 'article.message--post, article.message',
    author: '.message-name, .username',
    date: 'time',
    body: '.message-body .bbWrapper, .message-content .bbWrapper, .message-body',
    quote: '.bbCodeBlock--quote, blockquote',
    link: '.message-attribution-opposite a, .message-attribution a',
  }, // XenForo 2
  {
    post: 'li.postbitlegacy, li.postbit, li.postcontainer',
    author: '.username',
    date: '.date, .postdate',
    body: '.postcontent, blockquote.postcontent',
    quote: '.bbcode_quote, .quote_container',
    link: 'a.postcounter',
  }, // vBulletin 4
  {
    post: 'table[id^="post"]',
    author: '.bigusername',
    date: '.thead',
    body: 'div[id^="post_message_"]',
    quote: 'table td.alt2, blockquote',
    link: 'a[id^="postcount"]',
  }, // vBulletin 3
  {
    post: 'div.post[id^="p"]',
    author: '.author .username, .author .username-coloured, .postprofile .username',
    date: '.author time, .author',
    body: '.content',
    quote: 'blockquote',
    link: 'h3 a, .author a',
  }, // phpBB 3
  {
    post: 'div.topic-post, article[id^="post_"]',
    author: '.names .username, .username a, [data-user-card]',
    date: 'time, .relative-date',
    body: '.cooked',
    quote: 'aside.quote blockquote, blockquote',
    link: '.post-date, a.post-date',
  }, // Discourse
  {
    post: 'div.post_wrapper',
    author: '.poster h4',
    date: '.smalltext, .postinfo',
    body: '.post .inner',
    quote: 'blockquote',
    link: 'h5 a',
  }, // Simple Machines
  {
    post: '[itemtype*="DiscussionForumPosting"], [itemtype*="schema.org/Comment"]',
    author: '[itemprop="author"]',
    date: '[itemprop="datePublished"], [itemprop="dateCreated"], time',
    body: '[itemprop="text"], [itemprop="articleBody"]',
    quote: 'blockquote',
    link: '[itemprop="url"]',
  },
]

/** A thread: each post is a chunk with its author, date and address; what it quotes belongs to whom it quotes. Null for other pages. */
export function readForum(document: Document, url: string): ReadPage | null {
  for (const engine of engines) {
    const posts = [...document.querySelectorAll(engine.post)].filter(
      (post) => bodyOf(post, engine) && !post.parentNode?.closest(engine.post),
    )
    if (posts.length > 0) return readPosts(posts, engine, url)
  }
  return null
}

const bodyOf = (post: Element, { body }: Engine) => post.querySelector(body)

function readPosts(posts: Element[], engine: Engine, url: string): ReadPage {
  let text = ''
  const chunks: Chunk[] = []
  for (const post of posts) {
    const body = bodyOf(post, engine) as Element
    const written = writeText(body, quotedAuthor)
    if (written.text.trim() === '') continue
    const start = text.length
    text += `${written.text.trim()}\n\n`
    const offset = start - (written.text.length - written.text.trimStart().length)
    chunks.push(
      ...postChunks(
        text,
        { start, end: start + written.text.trim().length },
        {
          heading: [],
          ...present('author', post.querySelector(engine.author)?.textContent?.trim()),
          ...present('publishedAt', dateIn(post.querySelector(engine.date))),
          ...present('url', absolute(post.querySelector(engine.link)?.getAttribute('href') ?? anchorOf(post), url)),
        },
        written.quoted.map((quote) => ({ ...quote, start: quote.start + offset, end: quote.end + offset })),
      ),
    )
  }
  const [first] = chunks
  return { text, chunks, publishedAt: first?.publishedAt ?? null }
}

/** A long post is several chunks, cut at its paragraphs. */
function postChunks(
  text: string,
  post: { start: number; end: number },
  about: Omit<Chunk, 'start' | 'end'>,
  quoted: NonNullable<Chunk['quoted']>,
): Chunk[] {
  const pieces: { start: number; end: number }[] = []
  let start = post.start
  while (post.end - start > 2_000) {
    const cut = text.lastIndexOf('\n\n', start + 2_000)
    const end = cut > start + 200 ? cut : start + 2_000
    pieces.push({ start, end })
    start = end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0)
  }
  pieces.push({ start, end: post.end })
  return pieces.map((piece) => {
    const inside = quoted
      .filter((quote) => quote.start < piece.end && quote.end > piece.start)
      .map((quote) => ({ ...quote, start: Math.max(quote.start, piece.start), end: Math.min(quote.end, piece.end) }))
    return { ...about, ...piece, ...(inside.length > 0 ? { quoted: inside } : {}) }
  })
}

const present = <K extends string>(name: K, value: string | null | undefined) =>
  value ? ({ [name]: value } as Record<K, string>) : {}

const anchorOf = (post: Element) => {
  const id = post.getAttribute('id')
  return id ? `#${id}` : null
}

function dateIn(element: Element | null): string | null {
  const time = element?.tagName.toUpperCase() === 'TIME' ? element : element?.querySelector('time')
  return dateOf(time?.getAttribute('datetime') ?? element?.getAttribute('content') ?? element?.getAttribute('datetime'))
}

/** `Ada said:`, `Originally posted by Ada`, `data-quote="Ada"`, `data-username`. */
function quotedAuthor(quote: Element): string | undefined {
  for (let element: Element | null = quote, up = 0; element && up < 3; element = element.parentNode, up++) {
    const named = element.getAttribute?.('data-quote') ?? element.getAttribute?.('data-username')
    if (named) return named
  }
  const words = (quote.parentNode?.textContent ?? quote.textContent ?? '').slice(0, 200)
  return (
    /(?:originally posted by|quote(?: from)?:?|posted by)\s+([\w .-]{2,40}?)(?:\s{2,}|\n|$|»|:)/i
      .exec(words)?.[1]
      ?.trim() ?? /^\s*([\w.-]{2,40}(?: [\w.-]{2,40})?) (?:said|wrote):/i.exec(words)?.[1]
  )
}
