/** The members of the demo. They exist only where the server listens on loopback, and all have the same password. */
export const people = [
  { id: '00000000-0000-4000-8000-00000000d001', name: 'Mara Lindqvist', email: 'mara@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d002', name: 'Ines Okafor', email: 'ines@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d003', name: 'Tom Vasseur', email: 'tom@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d004', name: 'Joel Amadi', email: 'joel@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d005', name: 'Ruth Castellan', email: 'ruth@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d006', name: 'Henrik Sato', email: 'henrik@demo.example' },
] as const

/** Those who say little: they vote and claim. */
export const others = [
  { id: '00000000-0000-4000-8000-00000000d007', name: 'Anouk Brandt', email: 'anouk@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d008', name: 'Caleb Whitfield', email: 'caleb@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d009', name: 'Dalia Haddad', email: 'dalia@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d010', name: 'Eino Salonen', email: 'eino@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d011', name: 'Farah Siddiqui', email: 'farah@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d012', name: 'Gustavo Prieto', email: 'gustavo@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d013', name: 'Hana Kobayashi', email: 'hana@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d014', name: 'Ivo Marek', email: 'ivo@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d015', name: 'Lena Fischer', email: 'lena@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d016', name: 'Mateus Rocha', email: 'mateus@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d017', name: 'Nora Eklund', email: 'nora@demo.example' },
  { id: '00000000-0000-4000-8000-00000000d018', name: 'Piet de Groot', email: 'piet@demo.example' },
] as const

export type PersonId = (typeof people | typeof others)[number]['id']
export const [mara, ines, tom, joel, ruth, henrik] = people

export const demoPassword = 'paddock-demo'
