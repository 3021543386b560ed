/** A title for what has none: the last part of its address or path, without its ending. */
export function nameOf(url: string): string {
  const last = url.split(/[?#]/)[0]?.split(/[/\\]/).filter(Boolean).at(-1) ?? url
  const name = safelyDecoded(last)
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[_-]+/g, ' ')
    .trim()
  return name || url
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The ending of an address or path, in lower case, without its dot. */
export const endingOf = (url: string) =>
  /\.([a-z0-9]{1,5})$/i.exec(url.split(/[?#]/)[0] ?? '')?.[1]?.toLowerCase() ?? ''
