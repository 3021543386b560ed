export const loadNotes = () => import('./ActNotes.tsx')
