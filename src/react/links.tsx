import { createContext, useContext } from 'react'
import type { PaddockClient } from '../client/client.ts'
import type { ResearchEvidence } from '../client/research.ts'

/** Where the components lead: pages of the Paddock server, or of the application they stand in. */
export type Links = {
  vehicle: (vehicleId: string) => string
  photo: (vehicleId: string, photoId: string) => string
  forecast: (vehicleId: string) => string
  dossier: (vehicleId: string) => string
  person: (userId: string) => string
  /** A document opened at a stretch of its text. */
  document: (at: Pick<ResearchEvidence, 'documentId' | 'charStart' | 'charEnd'>) => string
}

/** The pages that the server at `base` has itself. */
export const pagesAt = (base: string): Links => ({
  vehicle: (vehicleId) => `${base}vehicles/${vehicleId}`,
  photo: (vehicleId, photoId) => `${base}vehicles/${vehicleId}?photo=${photoId}`,
  forecast: (vehicleId) => `${base}vehicles/${vehicleId}/forecast`,
  dossier: (vehicleId) => `${base}vehicles/${vehicleId}/dossier`,
  person: (userId) => `${base}people/${userId}`,
  document: ({ documentId, charStart, charEnd }) => `${base}documents/${documentId}?from=${charStart}&to=${charEnd}`,
})

/** The root of the server that a client talks to. */
export const serverOf = (client: PaddockClient) => new URL('../../', client.from('vehicles').url).href

export const LinksContext = createContext<Links | null>(null)

/** Null outside a provider: then names are names, and lead nowhere. */
export const useLinks = () => useContext(LinksContext)
