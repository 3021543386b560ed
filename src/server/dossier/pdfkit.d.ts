/** What we use of pdfkit, which brings no types of its own. */
declare module 'pdfkit' {
  type TextOptions = {
    width?: number
    indent?: number
    align?: 'left' | 'right'
    continued?: boolean
    link?: string | null
    underline?: boolean
    lineBreak?: boolean
    lineGap?: number
    features?: string[]
  }
  class StructureElement {
    add(child: StructureElement): this
    end(): void
  }
  export default class PDFDocument {
    constructor(options: Record<string, unknown>)
    x: number
    y: number
    page: { width: number; height: number; margins: { left: number; right: number; top: number; bottom: number } }
    registerFont(name: string, file: string | Uint8Array): this
    font(name: string): this
    fontSize(size: number): this
    fillColor(color: string): this
    strokeColor(color: string): this
    lineWidth(width: number): this
    text(text: string, x?: number | TextOptions, y?: number, options?: TextOptions): this
    heightOfString(text: string, options?: TextOptions): number
    moveDown(lines?: number): this
    moveTo(x: number, y: number): this
    lineTo(x: number, y: number): this
    stroke(): this
    addPage(): this
    bufferedPageRange(): { start: number; count: number }
    switchToPage(page: number): this
    struct(type: string, content?: (() => void) | StructureElement[]): StructureElement
    addStructure(element: StructureElement): this
    markContent(tag: string, options?: Record<string, unknown>): this
    endMarkedContent(): this
    on(event: 'data', listener: (chunk: Uint8Array) => void): this
    on(event: 'end', listener: () => void): this
    on(event: 'error', listener: (error: Error) => void): this
    end(): void
  }
}
