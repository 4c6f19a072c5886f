import { bulge, type ScenePainter } from './scene.ts'

export const headAxial: ScenePainter = ({ canvas: c, tissue: t, z }) => {
  const r = 0.88 + 0.12 * bulge(z)
  c.ellipse(0, 0, 0.68 * r, 0.84 * r, t.skin)
  c.ellipse(0, 0, 0.65 * r, 0.81 * r, t.fat)
  c.ellipse(0, 0, 0.62 * r, 0.78 * r, t.bone)
  c.ellipse(0, 0, 0.57 * r, 0.72 * r, t.csf)
  for (const side of [-1, 1]) {
    c.ellipse(side * 0.275 * r, -0.02, 0.255 * r, 0.68 * r, t.grey)
    c.ellipse(side * 0.26 * r, -0.02, 0.19 * r, 0.58 * r, t.white, { edge: 0.06 })
    c.ellipse(side * 0.19, 0.02, 0.08, 0.16, t.grey, { angle: side * 0.4 })
    c.ellipse(side * 0.09, -0.16, 0.05, 0.2 * bulge(z), t.csf, { angle: side * -0.35 })
    c.ellipse(side * 0.12, 0.26, 0.045, 0.18 * bulge(z), t.csf, { angle: side * 0.5 })
  }
  c.box(0, -0.5 * r, 0.012, 0.2, t.csf)
}

export const headSagittal: ScenePainter = ({ canvas: c, tissue: t, z }) => {
  const r = 0.92 + 0.08 * bulge(z)
  c.box(0.12, 0.75, 0.26, 0.35, t.skin)
  c.ellipse(0, -0.18, 0.8 * r, 0.7 * r, t.skin)
  c.box(-0.42, 0.35, 0.28, 0.36, t.muscle)
  c.ellipse(-0.72, 0.2, 0.1, 0.14, t.skin)
  c.ellipse(0, -0.18, 0.76 * r, 0.66 * r, t.bone)
  c.ellipse(0, -0.2, 0.7 * r, 0.6 * r, t.csf)
  c.ellipse(0, -0.24, 0.66 * r, 0.53 * r, t.grey)
  c.ellipse(0, -0.2, 0.52 * r, 0.4 * r, t.white, { edge: 0.08 })
  c.ring(0.02, -0.1, 0.32, 0.2, t.grey, { edge: 0.03 })
  c.ellipse(0.02, -0.08, 0.25, 0.09, t.csf)
  c.ellipse(0.42, 0.2, 0.22, 0.17, t.grey)
  c.ellipse(0.42, 0.2, 0.14, 0.1, t.white, { edge: 0.05 })
  c.bar(0.1, 0.02, 0.2, 0.45, 0.14, t.white)
  c.bar(0.2, 0.4, 0.26, 1, 0.07, t.cord)
  c.box(-0.5, 0.28, 0.13, 0.1, t.gas)
  for (let i = 0; i < 3; i++) c.box(0.1 + i * 0.02, 0.62 + i * 0.2, 0.09, 0.075, t.marrow)
}

export const headCoronal: ScenePainter = ({ canvas: c, tissue: t, z }) => {
  const r = 0.9 + 0.1 * bulge(z)
  c.box(0, 0.7, 0.3, 0.4, t.muscle)
  c.ellipse(0, -0.1, 0.66 * r, 0.76 * r, t.skin)
  c.ellipse(0, -0.12, 0.61 * r, 0.72 * r, t.bone)
  c.ellipse(0, -0.16, 0.56 * r, 0.64 * r, t.csf)
  for (const side of [-1, 1]) {
    c.ellipse(side * 0.27, -0.25, 0.26 * r, 0.5 * r, t.grey)
    c.ellipse(side * 0.25, -0.25, 0.18 * r, 0.38 * r, t.white, { edge: 0.06 })
    c.ellipse(side * 0.36, 0.22, 0.17, 0.14, t.grey)
    c.ellipse(side * 0.1, -0.24, 0.05, 0.12, t.csf, { angle: side * 0.6 })
    c.ellipse(side * 0.17, 0.02, 0.09, 0.1, t.grey)
  }
  c.box(0, 0.02, 0.018, 0.09, t.csf)
  c.bar(0, 0.16, 0, 0.6, 0.2, t.white)
  c.bar(0, 0.5, 0, 1, 0.1, t.cord)
}

export const neckSagittal: ScenePainter = ({ canvas: c, tissue: t, random }) => {
  c.box(0.05, 0.1, 0.62, 1.2, t.skin)
  c.box(0.05, 0.1, 0.58, 1.2, t.fat)
  c.ellipse(0.02, -0.98, 0.7, 0.42, t.white)
  c.box(-0.3, 0.15, 0.16, 0.95, t.muscle)
  c.box(-0.18, 0.25, 0.08, 0.75, t.gas)
  c.box(0.42, 0.15, 0.18, 0.9, t.muscle)
  c.bar(0.2, -0.8, 0.24, 1, 0.2, t.csf)
  c.bar(0.2, -0.8, 0.24, 1, 0.09, t.cord)
  for (let i = 0; i < 8; i++) {
    const y = -0.62 + i * 0.22
    const x = 0.02 + 0.05 * Math.cos(i / 2.2)
    c.box(x, y, 0.11, 0.085, t.bone)
    c.box(x, y, 0.095, 0.07, t.marrow)
    c.box(x, y + 0.11, 0.1, 0.025, t.disc)
    c.box(x + 0.36, y + 0.08 * random.next(), 0.09, 0.05, t.marrow, { angle: 0.4 })
  }
}
