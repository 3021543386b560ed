/** More markup than this is no page that people read. */
export const mostHtmlBytes = 4 * 1024 * 1024
/** Each costs some kilobytes while a page is read: with so many it takes up to 300 MB. Long threads have some thousands. */
export const mostElements = 50_000
export const tooMuchMarkup = `It has more than ${mostHtmlBytes / 1024 / 1024} MB of markup.`
