/** Saves a text as a file, made when it is asked for. */
export function Download({ name, text, children }: { name: string; text: () => string; children: string }) {
  const save = () => {
    const url = URL.createObjectURL(new Blob([text()], { type: 'text/csv;charset=utf-8' }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <button type="button" className="pd-link" onClick={save}>
      {children}
    </button>
  )
}
