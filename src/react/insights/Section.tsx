import { type ReactNode, useId } from 'react'

type SectionProps = {
  title: string
  /** What the figures say, in a sentence or two. */
  says?: string | undefined
  wide?: boolean
  children: ReactNode
}

/** A part of the insights: an ink rule, a title, what it says, and the figures. */
export function Section({ title, says, wide = false, children }: SectionProps) {
  const id = useId()
  return (
    <section className={wide ? 'pd-insight pd-wide' : 'pd-insight'} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {says && <p className="pd-quiet pd-insight-says">{says}</p>}
      </header>
      {children}
    </section>
  )
}
