type Act = { type: 'click' | 'submit'; target: Element } | { type: 'input'; target: Element; value: string }

declare global {
  interface Window {
    /** Ends the keeping, and gives what was kept: `public/early.js`. */
    paddockEarly?: () => Act[]
  }
}

/**
 * Does what was pressed and typed while the page was shown already, but its scripts were still on their way. Panels are
 * taken over one after the other: what is in one that is not yet waits for it, in its turn.
 */
export function replayEarlyActs(acts = window.paddockEarly?.() ?? [], tries = 200): void {
  for (const [n, act] of acts.entries()) {
    const { target } = act
    if (!target.isConnected) continue
    if (tries && !isTakenOver(target)) {
      setTimeout(replayEarlyActs, 50, acts.slice(n), tries - 1)
      return
    }
    if (act.type === 'input') type(target, act.value)
    else if (target instanceof HTMLFormElement) target.requestSubmit()
    else if (target instanceof HTMLElement) target.click()
  }
}

/**
 * An act in a part that React has not taken over has it do so at once. While it cannot, because the part's code is on its way, it
 * stops the act before its target; so a press that nothing else hears tells.
 */
function isTakenOver(target: Element): boolean {
  let isHeard = false
  const hear = () => {
    isHeard = true
  }
  target.addEventListener('auxclick', hear)
  target.dispatchEvent(new MouseEvent('auxclick'))
  target.removeEventListener('auxclick', hear)
  return isHeard
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
