/** The members of the demo. They exist only where the server listens on loopback, and all have the same password. */
export const people = [
  { id: '00000000-0000-4000-8000-00000000d001', name: 'Mara Lindqvist', email: 'mara@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d002', name: 'Ines Okafor', email: 'ines@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d003', name: 'Tom Vasseur', email: 'tom@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d004', name: 'Joel Amadi', email: 'joel@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d005', name: 'Ruth Castellan', email: 'ruth@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d006', name: 'Henrik Sato', email: 'henrik@demo.example' },
] as const

export type PersonId = (typeof people)[number]['id']
export const [mara, ines, tom, joel, ruth, henrik] = people

export const demoPassword = 'paddock-demo'
