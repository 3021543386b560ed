import type { ReactNode } from 'react'

const drawings = {
  heart: (
    <path
      className="pd-icon-fill"
      d="M12 20 4.5 12.2C2.6 10.2 2.9 7 5.2 5.6 7.4 4.2 10.2 5 11.4 7.1L12 8.2l.6-1.1C13.8 5 16.6 4.2 18.8 5.6c2.3 1.4 2.6 4.6.7 6.6Z"
    />
  ),
  comment: <path d="M3.5 4.5h17v12h-9l-4 3.5v-3.5h-4Z" />,
  eye: (
    <>
      <path d="M2 12c3-4.7 6.3-7 10-7s7 2.3 10 7c-3 4.7-6.3 7-10 7s-7-2.3-10-7Z" />
      <circle cx="12" cy="12" r="3" />
    </>
  ),
  share: <path d="M12 15V4M8 7.5 12 3.5l4 4M5.5 11.5v8h13v-8" />,
  more: <path d="M5 12h.5M11.75 12h.5M18.5 12h.5" strokeWidth="2.6" />,
  expand: <path d="M9 3.500H3.500V9M15 3.500h5.500V9M9 20.500H3.500V15M15 20.500h5.500V15" />,
  previous: <path d="M15 5 8 12l7 7" />,
  next: <path d="m9 5 7 7-7 7" />,
  close: <path d="m5 5 14 14M19 5 5 19" />,
  person: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-4 3.600-6 7.500-6s6.900 2 7.500 6" />,
  bell: <path d="M5 17.5c1.6-1.6 2-3 2-7 0-3 2-5.5 5-5.5s5 2.5 5 5.5c0 4 .4 5.4 2 7ZM10 20.5h4" />,
  gavel: <path d="m12.5 4.5 6 6M9 8l6 6M11 6l-3.5 3.5M17 12l-3.5 3.5M10.5 11.5 4 18M12 20.5h8.5" />,
  list: <path d="M3.5 5h17M3.5 12h17M3.5 19h10" />,
  book: (
    <path d="M12 6.5C10 5 7 4.500 3.500 4.500v13.500c3.500 0 6.500.5 8.500 2 2-1.500 5-2 8.500-2V4.500c-3.500 0-6.500.5-8.500 2ZM12 6.500V20" />
  ),
  car: (
    <path d="M3 16.500v-4l2.500-1 2.500-4h7l3.500 4 2.500 1v4h-2M9.500 16.500h5M5 16.500H3M5 16.500a2.200 2.200 0 0 0 4.500 0 2.200 2.200 0 0 0-4.500 0ZM14.500 16.500a2.200 2.200 0 0 0 4.500 0 2.200 2.200 0 0 0-4.500 0Z" />
  ),
  shield: <path d="M12 3.5 19 6v6c0 4-3 7-7 8.500-4-1.500-7-4.500-7-8.500V6ZM9 11.500l2.200 2.200 4-4.200" />,
  dial: <path d="M4 18a8.6 8.6 0 1 1 16 0M12 14l4-5" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof drawings

/** A line drawing in the colour of the text; its meaning stands in words beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="pd-icon" viewBox="0 0 24 24" aria-hidden="true">
      {drawings[name]}
    </svg>
  )
}
