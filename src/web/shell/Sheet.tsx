import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { Icon } from '../../react/components/shared/Icon.tsx'
import { say } from '../../react/language/say.ts'

/** A dialog on a desktop, a sheet from below on a phone. The browser keeps the focus inside and gives it back. */
export function Sheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  // A layout effect: it closes the dialog while that is still in the page, for only then does the focus go back.
  useLayoutEffect(() => {
    const element = dialog.current
    if (!element?.open) element?.showModal()
    return () => element?.close()
  }, [])
  const onBackdrop = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose()
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it by keyboard
    <dialog ref={dialog} className="sheet" aria-labelledby={id} onClose={onClose} onClick={onBackdrop}>
      <div className="sheet-body">
        <div className="sheet-head">
          <h2 id={id}>{title}</h2>
          <button type="button" className="pd-icon-button" onClick={onClose} aria-label={say('Close')}>
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  )
}
