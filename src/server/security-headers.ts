/** What browsers are told beside the answer: https://owasp.org/www-project-secure-headers/ and W3C CSP Level 3. */
export type SecurityHeaders = Readonly<Record<string, string>>

/** An answer of the API is data: were a browser to show one as a page, nothing in it would run, load or be framed. */
export const dataHeaders: SecurityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

/** Scripts, styles and fonts of the page, which no other site needs. */
export const fileHeaders: SecurityHeaders = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}

/** The service worker asks this server on behalf of the page, and nobody else. */
export const workerHeaders: SecurityHeaders = {
  ...fileHeaders,
  'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'",
}

/** A drawing may style itself, and does nothing else when it is opened by itself. */
export const drawingHeaders: SecurityHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
}

const unused = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'hid', 'midi']
const sensors = ['accelerometer', 'gyroscope', 'magnetometer', 'display-capture', 'browsing-topics']

const nothing = { scripts: [], sheets: [], styles: [] }

/**
 * The page runs its own scripts and styles alone, speaks to this server alone, and is framed by nobody.
 *
 * @param photoOrigins where photos may come from besides this server: `https://host`, or `*` for anywhere
 * @param inPage hashes of the scripts, style sheets and style attributes that stand in a rendered page: those very texts and no others
 */
export function pageHeaders(
  photoOrigins: readonly string[],
  inPage: { scripts: readonly string[]; sheets: readonly string[]; styles: readonly string[] } = nothing,
): SecurityHeaders {
  const { scripts, sheets, styles } = inPage
  const policy = {
    'default-src': "'none'",
    'script-src': ["'self'", ...scripts].join(' '),
    'style-src': ["'self'", ...sheets].join(' '),
    ...(styles.length > 0 ? { 'style-src-attr': ["'unsafe-hashes'", ...styles].join(' ') } : {}),
    'font-src': "'self'",
    'img-src': ["'self'", 'data:', 'blob:', ...photoOrigins].join(' '),
    'connect-src': "'self'",
    'manifest-src': "'self'",
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
  }
  return {
    'content-security-policy': Object.entries(policy)
      .map((directive) => directive.join(' '))
      .join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': [...unused, ...sensors].map((feature) => `${feature}=()`).join(', '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
}

/** Adds what the answer does not say itself. */
export function withHeaders(response: Response, headers: SecurityHeaders): Response {
  for (const [name, value] of Object.entries(headers)) {
    if (!response.headers.has(name)) response.headers.set(name, value)
  }
  return response
}
