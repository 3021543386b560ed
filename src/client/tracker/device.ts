import type { Device } from '../photos.ts'

/** Phones are narrower than this, tablets are not; in CSS pixels of the screen's short side. */
const tabletFrom = 600

/** What the pointer and the screen say, after the browser's own word where it gives one; a television is neither. */
export function deviceType(): Device {
  const { userAgentData } = navigator as Navigator & { userAgentData?: { mobile: boolean } }
  if (userAgentData?.mobile || matchMedia('(pointer: coarse)').matches) {
    return Math.min(screen.width, screen.height) < tabletFrom ? 'mobile' : 'tablet'
  }
  return matchMedia('(pointer: fine)').matches ? 'desktop' : 'other'
}
