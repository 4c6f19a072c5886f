import type { Canvas } from '../canvas.ts'
import type { ScenePainter, Scene } from './scene.ts'

/** Bone scintigraphy, whole body; counts. */
export const boneScan: ScenePainter = ({ canvas: c, random }) => {
  c.spot(0, -0.83, 0.075, 0.1, 9)
  for (let i = 0; i < 12; i++) c.spot(0, -0.68 + i * 0.055, 0.022, 0.03, 11)
  for (const side of [-1, 1]) {
    for (let i = 0; i < 6; i++) c.hoop(side * 0.06, -0.58 + i * 0.05, 0.06, 0.03, 4, { edge: 0.008 })
    c.bar(side * 0.03, -0.66, side * 0.14, -0.65, 0.03, 6, true)
    c.bar(side * 0.16, -0.62, side * 0.19, -0.1, 0.025, 5, true)
    c.spot(side * 0.15, -0.63, 0.035, 0.035, 10)
    c.spot(side * 0.075, 0.02, 0.05, 0.06, 9)
    c.spot(side * 0.05, -0.22, 0.03, 0.04, 7)
    c.bar(side * 0.09, 0.08, side * 0.08, 0.48, 0.03, 6, true)
    c.spot(side * 0.08, 0.5, 0.035, 0.035, 9)
    c.bar(side * 0.08, 0.54, side * 0.075, 0.9, 0.025, 5, true)
    c.spot(side * 0.085, 0.94, 0.03, 0.02, 6)
  }
  c.spot(0, 0.08, 0.04, 0.035, 16)
  c.dome(0, -0.3, 0.15, 0.5, 1.5)
  if (random.next() < 0.4) c.spot(0.2 * (random.next() - 0.5), -0.5 + random.next(), 0.025, 0.02, 14)
}

export const thyroidScan: ScenePainter = ({ canvas: c, random }) => {
  c.dome(0, 0.1, 0.9, 1, 2.5)
  for (const side of [-1, 1]) c.spot(side * 0.22, 0.02, 0.17, 0.34, 45, { angle: side * 0.25 })
  c.spot(0, 0.25, 0.16, 0.08, 20)
  if (random.next() < 0.3) c.spot(0.2, 0.05, 0.08, 0.08, -18)
}

/** Myocardial perfusion, short axis: a horseshoe. */
export const heartScan: ScenePainter = ({ canvas: c, z, random }) => {
  c.dome(0, 0, 1, 0.8, 3)
  const r = 0.34 + 0.1 * z
  c.hoop(0, 0, r, r, 40, { edge: 0.13 })
  c.spot(-0.62, 0.05, 0.25, 0.4, 8)
  c.spot(0.2, 0.85, 0.5, 0.25, 14)
  const angle = 6.28 * random.next()
  c.spot(r * Math.cos(angle), r * Math.sin(angle), 0.16, 0.16, -12)
}

/** Everything outside the sector of a curved or phased probe is black. */
function sector(c: Canvas, apexY: number, inner: number, outer: number, half: number): void {
  c.mask(0, (x, y) => {
    const radius = Math.hypot(x, y - apexY)
    return radius < inner || radius > outer || Math.abs(Math.atan2(x, y - apexY)) > half
  })
}

export const abdomenUltrasound: ScenePainter = ({ canvas: c, random }) => {
  c.fill(75)
  for (let i = 0; i < 3; i++) c.box(0, -0.62 + i * 0.06, 0.9, 0.012, 150, { edge: 0.03 })
  c.ellipse(-0.15, 0.05, 0.75, 0.5, 105, { edge: 0.1 })
  c.ellipse(0.28, 0.12, 0.17, 0.1, 8, { angle: 0.5, edge: 0.04 })
  c.box(0.38, 0.4, 0.06, 0.3, 160, { angle: -0.4, edge: 0.08 })
  c.ellipse(-0.3, 0.05 + 0.1 * random.next(), 0.05, 0.03, 15)
  c.ellipse(-0.05, 0.25, 0.1, 0.035, 15, { angle: 0.3 })
  c.hoop(-0.1, -0.2, 0.85, 0.95, 90, { edge: 0.03 })
  c.grains(random, 0.4, 0.022, 2, true)
  sector(c, -1.15, 0.42, 1.95, 0.62)
}

export const heartUltrasound: ScenePainter = ({ canvas: c, z, random }) => {
  c.fill(70)
  const beat = 0.85 + 0.15 * Math.sin(z * 12)
  c.ellipse(0.05, 0, 0.52, 0.75, 120, { edge: 0.1 })
  c.ellipse(0.2, -0.15, 0.15 * beat, 0.36, 5, { angle: 0.1, edge: 0.05 })
  c.ellipse(-0.14, -0.1, 0.12 * beat, 0.3, 5, { angle: -0.15, edge: 0.05 })
  c.ellipse(0.19, 0.48, 0.15, 0.16, 5, { edge: 0.05 })
  c.ellipse(-0.13, 0.46, 0.14, 0.15, 5, { edge: 0.05 })
  c.bar(0.06, 0.24, 0.3, 0.27, 0.03, 220)
  c.bar(-0.24, 0.23, -0.03, 0.25, 0.03, 220)
  c.grains(random, 0.45, 0.025, 1.6, true)
  sector(c, -0.98, 0.03, 1.9, 0.7)
}

export const thyroidUltrasound: ScenePainter = ({ canvas: c, random }) => {
  c.fill(85)
  c.box(0, -0.62, 1, 0.09, 150, { edge: 0.05 })
  c.box(0, -0.4, 1, 0.1, 55, { edge: 0.06 })
  for (const side of [-1, 1]) {
    c.ellipse(side * 0.36, -0.02, 0.3, 0.26, 140, { edge: 0.05 })
    c.ellipse(side * 0.75, 0.05, 0.13, 0.12, 5, { edge: 0.04 })
  }
  c.box(0, -0.08, 0.15, 0.06, 135, { edge: 0.05 })
  c.ellipse(0, 0.25, 0.2, 0.22, 20, { edge: 0.04 })
  c.hoop(0, 0.18, 0.2, 0.16, 140, { edge: 0.03 })
  c.box(0, 0.72, 1, 0.25, 40, { edge: 0.15 })
  c.grains(random, 0.35, 0.018, 2.4, true)
  c.mask(0, (x, y) => Math.abs(x) > 0.8 || y < -0.68)
}

export const obstetricUltrasound: ScenePainter = ({ canvas: c, random }) => {
  c.fill(95)
  c.ellipse(0, 0.1, 0.72, 0.55, 10, { edge: 0.06 })
  c.ellipse(-0.3, 0.08, 0.23, 0.2, 130, { edge: 0.03 })
  c.ring(-0.3, 0.08, 0.23, 0.2, 235, { edge: 0.025 })
  c.ellipse(-0.3, 0.08, 0.19, 0.16, 45, { edge: 0.05 })
  c.ellipse(0.14, 0.22, 0.3, 0.17, 125, { angle: 0.2, edge: 0.05 })
  for (let i = 0; i < 7; i++) c.ellipse(-0.02 + i * 0.06, 0.14 + 0.02 * i, 0.02, 0.02, 230)
  c.bar(0.35, 0.2, 0.5, 0 + 0.1 * random.next(), 0.07, 150)
  c.ellipse(0.2, -0.38, 0.4, 0.12, 140, { edge: 0.08 })
  c.grains(random, 0.4, 0.02, 1.8, true)
  sector(c, -1.05, 0.38, 1.95, 0.66)
}

/** A grey wedge and characters burned in at the side, as ultrasound machines do. */
export function burnIn({ canvas: c, random }: Scene): void {
  for (let i = 0; i < 10; i++) c.box(-0.94, -0.5 + i * 0.08, 0.02, 0.04, 25 * i)
  for (let i = 0; i < 12; i++) if (random.next() < 0.8) c.box(-0.9 + i * 0.05, -0.72, 0.012, 0.02, 220)
}
