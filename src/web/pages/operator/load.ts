/** What operators alone see is loaded with their pages, beside the catalogue that is spoken. */
async function loadOperatorWords(): Promise<void> {
  if (document.documentElement.lang !== 'de') return
  const [{ german }, { operator }] = await Promise.all([
    import('../../../react/language/german/index.ts'),
    import('../../../react/language/german/operator.ts'),
  ])
  Object.assign(german.words, operator)
}

/** The pages, and their words. */
export async function loadOperatorPages() {
  const [{ OperatorPages }] = await Promise.all([
    import('./OperatorPages.tsx'),
    loadOperatorWords().catch(() => {}), // then in English
  ])
  return OperatorPages
}
