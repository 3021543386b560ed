type Act = { type: 'click' | 'submit'; target: Element } | { type: 'input'; target: Element; value: string }

declare global {
  interface Window {
    /** Ends the keeping, and gives what was kept: `public/early.js`. */
    paddockEarly?: () => Act[]
  }
}

/** Does now what was pressed and typed while the page was shown already, but its scripts were still on their way. */
export function replayEarlyActs(): void {
  for (const act of window.paddockEarly?.() ?? []) {
    const { target } = act
    if (!target.isConnected) continue
    if (act.type === 'input') type(target, act.value)
    else if (target instanceof HTMLFormElement) target.requestSubmit()
    else if (target instanceof HTMLElement) target.click()
  }
}

/** React hears of a value only if it differs from the one that it set last. */
function type(field: Element, value: string): void {
  if (field instanceof HTMLSelectElement) {
    field.value = value
    field.dispatchEvent(new Event('change', { bubbles: true }))
  }
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
  if (field.type === 'file') return
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype
  field.value = ''
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value)
  field.dispatchEvent(new Event('input', { bubbles: true }))
}
