/**
 * npm starts scripts through a shell, which does not pass on the signal that npm sends it, and dies alone. To whoever stopped
 * npm, that was the server: so it stops when the shell is gone.
 */
export function stopWithNpm() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 300)
  watch.unref()
}
