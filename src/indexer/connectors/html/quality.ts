/** Why a page is kept out, though it was answered with 200. */
export type Problem = {
  code: 'challenge' | 'consent' | 'login' | 'error_page' | 'word_list' | 'no_text'
  reason: string
}

/** Challenge, consent, login, error and word-list pages: what they say is not what their address is about. */
export function judgePage(
  text: string,
  title: string,
  { loginForm, isThread }: { loginForm: boolean; isThread: boolean },
): Problem | null {
  const words = text.split(/\s+/).filter(Boolean)
  const short = words.length < 150
  if (words.length < 5) return { code: 'no_text', reason: 'It has no text to speak of.' }
  if (
    short &&
    /\b(?:checking your browser|verify (?:that )?you are (?:a )?human|enable javascript and cookies|attention required|just a moment|captcha|access denied|are you a robot|ddos protection)\b/i.test(
      `${title} ${text}`,
    )
  ) {
    return { code: 'challenge', reason: 'It asks whether the visitor is a machine, in place of the page.' }
  }
  if (
    short &&
    /\b(?:we value your privacy|before you continue|accept all cookies|cookie (?:consent|preferences)|consent to the use|manage (?:your )?(?:consent|cookies))\b/i.test(
      `${title} ${text}`,
    )
  ) {
    return { code: 'consent', reason: 'It asks for consent, in place of the page.' }
  }
  if (
    short &&
    (loginForm ||
      /\b(?:you (?:must|need to) (?:be logged in|log in|sign in|register)|please (?:log|sign) in|members only)\b/i.test(
        text,
      ))
  ) {
    return { code: 'login', reason: 'It asks to sign in, in place of the page.' }
  }
  if (
    short &&
    /\b(?:404|page (?:was )?not found|page (?:you(?:'|’)re looking for|does not exist|doesn(?:'|’)t exist)|no longer (?:available|exists)|internal server error|something went wrong)\b/i.test(
      `${title} ${text}`,
    )
  ) {
    return {
      code: 'error_page',
      reason: 'It says that there is nothing here, though it was answered as if there were.',
    }
  }
  if (!isThread && isWordList(words))
    return { code: 'word_list', reason: 'It lists words without sentences, as pages do that are made to be found.' }
  return null
}

/** Hardly any of the small words that hold sentences together, no table of figures, and the same words again and again. */
function isWordList(words: string[]): boolean {
  if (words.length < 120) return false
  const plain = words.map((word) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')).filter(Boolean)
  const small = plain.filter((word) => glue.has(word)).length / plain.length
  const numbers = plain.filter((word) => /\d/.test(word)).length / plain.length
  const distinct = new Set(plain).size / plain.length
  return small < 0.06 && numbers < 0.15 && (distinct < 0.35 || small < 0.015)
}

const glue = new Set(
  'a an and are as at be been but by for from had has have he i in is it its me my not of on or our she so that the their them there they this to was we were which who will with you your der die das und ist ein eine le la les et est un une il de'.split(
    ' ',
  ),
)
