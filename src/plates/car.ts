import type { GroundName } from './inks.ts'

export type Point = [x: number, y: number]

/** An SVG path with only absolute M, L, C and Z, in millimetres: x from the front bumper, y up from the road. */
export type Outline = string

/** One instrument: a round scale up to `max`, or a short one between words such as E and F. */
export type Dial =
  | { title: string; max: number; step: number; labelStep: number; reading: number; redline?: number }
  | { title: string; words: [left: string, middle: string, right: string]; reading: number }

/**
 * A car as data. Outlines are drawn by eye to nominal lengths: illustrations, not evidence.
 * Lengths are millimetres unless the name says otherwise.
 */
export type Car = {
  id: string
  make: string
  name: string
  year: number
  length: number
  height: number
  width: number
  wheelbase: number
  /** Distance of the front axle from the front bumper. */
  frontAxle: number
  tyreRadius: number
  archRadius: number
  rimRadius: number
  ground: GroundName
  paint: { base: string; shade: string; light: string }
  trim: string
  wheel: 'rally' | 'cap' | 'steel'
  tyre: { size: string; rimInches: number }
  engine: { layout: 'V8' | 'I4'; name: string }
  body: Outline
  roof: Outline
  glass: Outline[]
  /** Shut lines of doors and panels. */
  cuts: Outline[]
  /** Creases of the body; the first catches the light. */
  creases: Outline[]
  /** The lower, darker part of the side. */
  shade: Outline
  /** A bright strip along the side. */
  trimline?: Outline
  stripe?: { path: Outline; text: string; at: Point }
  bumpers: [front: Outline, rear: Outline]
  lamps: { at: Point; width: number; height: number }[]
  handles: Point[]
  mirror: Point
  /** Empty where the cluster is not drawn. */
  dials: Dial[]
  /** Groups of the identification number; empty where it is not drawn. */
  vin: { code: string; meaning: string }[]
}
