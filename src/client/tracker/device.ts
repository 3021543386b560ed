import type { Device } from '../photos.ts'

/** Phones are narrower than this, tablets are not; in CSS pixels of the screen's short side. */
const tabletFrom = 600

/** The browser's own word where it gives one, else what the pointer and the screen say; a television is neither. */
export function deviceType(): Device {
  const { userAgentData } = navigator as Navigator & { userAgentData?: { mobile: boolean } }
  if (userAgentData?.mobile) return 'mobile'
  if (matchMedia('(pointer: fine)').matches) return 'desktop'
  if (!matchMedia('(pointer: coarse)').matches) return 'other'
  return Math.min(screen.width, screen.height) < tabletFrom ? 'mobile' : 'tablet'
}
