import type { Car } from '../car.ts'
import { bmw } from './bmw.ts'
import { chevelle } from './chevelle.ts'
import { cuda } from './cuda.ts'
import { d510 } from './d510.ts'
import { d510w } from './d510w.ts'
import { f250 } from './f250.ts'

export const cars: readonly Car[] = [cuda, bmw, d510, chevelle, d510w, f250]
