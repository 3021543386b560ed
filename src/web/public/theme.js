// Before the first paint: the theme that was chosen by hand, if one was.
try {
  const theme = localStorage.getItem('paddock.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {}
