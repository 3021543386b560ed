/** For the `ref` of what stands where something was pressed that is gone with the focus: the next Tab begins here. */
export function takeFocus(element: HTMLElement | null): void {
  if (element && document.activeElement === document.body) element.focus({ preventScroll: true })
}
