// Before the first paint: the theme that was chosen by hand, if one was.
try {
  const theme = localStorage.getItem('paddock.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  // A car of one's own that others may not see: the page that says so to them is not shown (web.css).
  if (Object.keys(localStorage).some((key) => /^sb-.+-auth-token$/.test(key)))
    document.documentElement.dataset.signedIn = ''
} catch {}

// What writes numbers and days takes a browser long to load: once the page is seen, while its scripts are on their way.
new PerformanceObserver((list, seen) => {
  if (list.getEntriesByName('first-contentful-paint').length === 0) return
  seen.disconnect()
  setTimeout(() => new Intl.NumberFormat('en'))
  setTimeout(() => new Intl.DateTimeFormat('en'))
}).observe({ type: 'paint', buffered: true })

// Until the page's scripts are there, what is pressed and typed is kept for them (src/web/early.ts). Links work by themselves.
{
  const pressed = 'button, summary, label, input[type=checkbox], input[type=radio]'
  const acts = []
  const keep = (event) => {
    const { target, type } = event
    if (!(target instanceof Element)) return
    if (type === 'input') acts.push({ type, target, value: target.value })
    else {
      const on = type === 'submit' ? target : target.closest(pressed)
      if (!on || event.button > 0 || on.dataset.language) return
      event.preventDefault()
      if (!acts.some((act) => act.type === type && act.target === on)) acts.push({ type, target: on })
    }
  }
  const types = ['click', 'input', 'submit']
  for (const type of types) addEventListener(type, keep, true)
  window.paddockEarly = () => {
    for (const type of types) removeEventListener(type, keep, true)
    return acts.splice(0)
  }
}

// The language is chosen below the page, for a year, and the server knows it from then on: the page begins anew in it.
addEventListener('click', ({ target }) => {
  const tag = target instanceof Element && target.closest('[data-language]')?.dataset.language
  if (!tag) return
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
  document.cookie = `paddock-language=${tag}; path=/; max-age=31536000; samesite=lax`
  location.reload()
})

// Visited pages can be read without a connection (src/web/worker).
addEventListener('load', () => navigator.serviceWorker?.register('/sw.js').catch(() => {}))
