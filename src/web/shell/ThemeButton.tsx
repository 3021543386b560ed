import { say } from '../../react/language/say.ts'

/** Switches between light and dark. Until it is used, the system decides. */
export function ThemeButton() {
  const turn = () => {
    const root = document.documentElement
    const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    const theme = (root.dataset.theme ?? system) === 'dark' ? 'light' : 'dark'
    root.dataset.theme = theme
    try {
      localStorage.setItem('paddock.theme', theme)
    } catch {
      // Chosen for this visit only.
    }
  }
  return (
    <button type="button" className="pd-icon-button" onClick={turn} aria-label={say('Switch between light and dark')}>
      <svg className="pd-icon" viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="8" />
        <path d="M12 4v16a8 8 0 0 0 0-16Z" fill="currentColor" />
      </svg>
    </button>
  )
}
