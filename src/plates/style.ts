import type { Inks } from './inks.ts'

/** Below these widths of the drawn image, not of the window: media queries in an `<img>` see the image's own box. */
const small = 767
const thumbnail = 260

/**
 * Line weights and lettering. Smaller images get heavier lines and larger letters, thumbnails none,
 * and neither does the bare drawing, which is asked for as `side.svg#bare`.
 */
export const styleSheet = ({ line, quiet }: Inks) => `
.hair,.line,.heavy,.station{stroke:${line}}
.hair{stroke-width:1.5}.line{stroke-width:2.4}.heavy{stroke-width:3.4}.station{stroke-width:1.3}
.label{fill:${line}}.quiet{fill:${quiet}}
@media(max-width:${small}px){.hair{stroke-width:2}.line{stroke-width:3.1}.station{stroke-width:1.9}.label{transform:scale(.032,-.032)}.wide-only{display:none}}
@media(max-width:${thumbnail}px){.note{display:none}}
#bare:target .note{display:none}`
