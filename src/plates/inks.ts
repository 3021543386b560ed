/** What a plate is printed with besides the car's paint: the ground, its darker half, the line ink and a quiet ink. */
export type Inks = { ground: string; floor: string; line: string; quiet: string }

export const grounds = {
  pine: { ground: '#24393A', floor: '#1C2E2F', line: '#EDF0EA', quiet: '#8FA7A3' },
  mist: { ground: '#CCD6D2', floor: '#BCC8C4', line: '#16211F', quiet: '#52635F' },
  lemon: { ground: '#E2B93B', floor: '#D5AA26', line: '#1B1A12', quiet: '#5C4C12' },
  bone: { ground: '#E8E7DF', floor: '#D9D8CE', line: '#1A1D1B', quiet: '#65675F' },
  night: { ground: '#14191B', floor: '#0C1011', line: '#EEF0EC', quiet: '#8C9896' },
  sky: { ground: '#BFD0D8', floor: '#AEC2CB', line: '#15202A', quiet: '#4A606D' },
  brick: { ground: '#A8442E', floor: '#963A26', line: '#FBF3EA', quiet: '#F0CDBF' },
  moss: { ground: '#5A6650', floor: '#4C5743', line: '#F4F3E8', quiet: '#CBD1BE' },
  sand: { ground: '#D6C19A', floor: '#C9B286', line: '#221D14', quiet: '#6A5939' },
} satisfies Record<string, Inks>

export type GroundName = keyof typeof grounds

/** Inks of the things themselves, the same on every plate. */
export const rubber = '#15191A'
export const chrome = '#DDE1DE'
export const bright = '#E3E7E4'
export const steel = '#8F9896'
export const seam = '#6B7573'
