import { bulge, type ScenePainter } from './scene.ts'

export const lumbarSagittal: ScenePainter = ({ canvas: c, tissue: t, random }) => {
  c.box(0, 0, 0.78, 1.2, t.fat)
  c.box(-0.45, 0, 0.3, 1.1, t.bowel, { edge: 0.2 })
  c.bar(-0.2, -1, -0.18, 0.6, 0.1, t.vessel)
  c.box(0.55, -0.1, 0.13, 1, t.muscle)
  c.bar(0.2, -1, 0.34, 0.75, 0.15, t.csf)
  c.bar(0.2, -1, 0.22, -0.3, 0.07, t.cord)
  for (let i = 0; i < 7; i++) {
    const y = -0.9 + i * 0.3
    const x = 0.02 - 0.09 * Math.sin(i / 1.9)
    c.box(x, y, 0.15, 0.115, t.bone, { angle: i > 4 ? 0.3 : 0 })
    c.box(x, y, 0.135, 0.1, t.marrow, { angle: i > 4 ? 0.3 : 0 })
    c.box(x, y + 0.15, 0.14, 0.035, t.disc, { angle: i > 4 ? 0.35 : 0.05 * random.next() })
    if (i < 5) c.box(x + 0.42, y + 0.05, 0.1, 0.07, t.marrow, { angle: 0.3 })
  }
}

export const thoracicSagittal: ScenePainter = ({ canvas: c, tissue: t }) => {
  c.box(0.05, 0, 0.74, 1.2, t.fat)
  c.ellipse(-0.5, -0.1, 0.42, 0.8, t.lung)
  c.ellipse(-0.45, 0.15, 0.25, 0.3, t.heart)
  c.bar(-0.08, -1, -0.02, 1, 0.09, t.vessel)
  c.box(0.62, 0, 0.1, 1, t.muscle)
  for (let i = 0; i < 11; i++) {
    const y = -0.96 + i * 0.19
    const x = 0.2 + 0.1 * Math.sin((i / 10) * Math.PI)
    c.box(x, y, 0.095, 0.075, t.bone)
    c.box(x, y, 0.085, 0.065, t.marrow)
    c.box(x, y + 0.095, 0.09, 0.018, t.disc)
    c.box(x + 0.17, y, 0.055, 0.11, t.csf)
    c.box(x + 0.17, y, 0.028, 0.11, t.cord)
    c.box(x + 0.34, y + 0.06, 0.09, 0.03, t.marrow, { angle: 0.7 })
  }
}

export const lumbarAxial: ScenePainter = ({ canvas: c, tissue: t, z }) => {
  c.ellipse(0, 0.05, 0.9, 0.75, t.fat)
  for (const side of [-1, 1]) {
    c.ellipse(side * 0.42, 0.42, 0.3, 0.25, t.muscle)
    c.ellipse(side * 0.48, -0.1, 0.2, 0.24, t.muscle)
    c.bar(side * 0.16, 0.22, side * 0.3, 0.32, 0.13, t.bone)
  }
  c.ellipse(0, -0.1, 0.34, 0.26, z * 6 - Math.floor(z * 6) < 0.5 ? t.disc : t.marrow, { edge: 0.05 })
  c.ring(0, -0.1, 0.34, 0.26, t.bone, { edge: 0.02 })
  c.ellipse(0, 0.22, 0.15, 0.1, t.csf)
  for (let i = 0; i < 5; i++) c.ellipse(-0.08 + 0.04 * i, 0.24, 0.012, 0.012, t.cord)
  c.box(0, 0.48, 0.05, 0.18, t.bone)
  c.ellipse(-0.12, -0.45, 0.09, 0.08, t.vessel)
  c.ellipse(0.1, -0.45, 0.08, 0.08, t.vessel)
}

export const kneeSagittal: ScenePainter = ({ canvas: c, tissue: t, z }) => {
  c.box(0, 0, 0.6, 1.15, t.skin)
  c.box(0, 0, 0.56, 1.15, t.fat)
  c.box(0.34, -0.1, 0.16, 1, t.muscle)
  c.bar(0, -1.05, 0, -0.4, 0.4, t.bone)
  c.bar(0, -1.05, 0, -0.4, 0.34, t.marrow)
  c.ellipse(0.02, -0.28, 0.36, 0.28, t.cartilage)
  c.ellipse(0.02, -0.29, 0.32, 0.25, t.marrow)
  c.box(0, 0.26, 0.35, 0.2, t.cartilage)
  c.box(0, 0.29, 0.33, 0.19, t.marrow)
  c.bar(0.02, 0.4, 0.02, 1.1, 0.42, t.bone)
  c.bar(0.02, 0.4, 0.02, 1.1, 0.36, t.marrow)
  c.ellipse(-0.44, -0.25, 0.09, 0.18, t.marrow)
  c.bar(-0.46, -0.08, -0.36, 0.36, 0.06, t.bone)
  c.bar(-0.16, 0.06, 0.2, -0.08, 0.05, bulge(z) > 0.6 ? t.bone : t.disc)
  c.ellipse(-0.3, 0, 0.11, 0.1, t.fat)
}

export const kneeCoronal: ScenePainter = ({ canvas: c, tissue: t }) => {
  c.box(0, 0, 0.72, 1.15, t.skin)
  c.box(0, 0, 0.68, 1.15, t.fat)
  c.bar(0, -1.1, 0, -0.5, 0.4, t.bone)
  c.bar(0, -1.1, 0, -0.5, 0.34, t.marrow)
  for (const side of [-1, 1]) {
    c.box(side * 0.52, -0.7, 0.11, 0.5, t.muscle)
    c.ellipse(side * 0.23, -0.27, 0.28, 0.26, t.cartilage)
    c.ellipse(side * 0.23, -0.28, 0.25, 0.23, t.marrow)
    c.ellipse(side * 0.4, 0.02, 0.12, 0.035, t.disc)
    c.bar(side * 0.54, -0.3, side * 0.5, 0.4, 0.03, t.bone)
  }
  c.box(0, 0.22, 0.5, 0.17, t.cartilage)
  c.box(0, 0.25, 0.48, 0.16, t.marrow)
  c.bar(-0.05, 0.4, -0.05, 1.1, 0.44, t.bone)
  c.bar(-0.05, 0.4, -0.05, 1.1, 0.38, t.marrow)
  c.bar(0.42, 0.5, 0.4, 1.1, 0.14, t.marrow)
}

export const kneeAxial: ScenePainter = ({ canvas: c, tissue: t, z }) => {
  c.ellipse(0, 0, 0.72, 0.78, t.skin)
  c.ellipse(0, 0, 0.69, 0.75, t.fat)
  c.ellipse(-0.3, 0.48, 0.2, 0.16, t.muscle)
  c.ellipse(0.3, 0.48, 0.2, 0.16, t.muscle)
  for (const side of [-1, 1]) {
    c.ellipse(side * 0.25, 0.02, 0.27, 0.32 * (0.8 + 0.2 * bulge(z)), t.bone)
    c.ellipse(side * 0.25, 0.02, 0.23, 0.28 * (0.8 + 0.2 * bulge(z)), t.marrow)
  }
  c.ellipse(0, -0.5, 0.28, 0.12, t.bone)
  c.ellipse(0, -0.5, 0.25, 0.09, t.marrow)
  c.ellipse(0, 0.42, 0.07, 0.07, t.vessel)
}

export const shoulderCoronal: ScenePainter = ({ canvas: c, tissue: t, side, z }) => {
  c.ellipse(side * -0.2, 0.35, 0.85, 0.95, t.skin)
  c.ellipse(side * -0.2, 0.36, 0.81, 0.91, t.fat)
  c.ellipse(side * 0.45, 0.2, 0.2, 0.6, t.muscle, { angle: side * -0.2 })
  c.ellipse(side * -0.35, -0.1, 0.4, 0.18, t.muscle)
  c.ellipse(side * -0.4, 0.35, 0.36, 0.26, t.muscle)
  c.ellipse(side * -0.7, 0.8, 0.35, 0.5, t.lung)
  c.bar(side * 0.24, 0.1, side * 0.36, 1.05, 0.28, t.bone)
  c.bar(side * 0.24, 0.1, side * 0.36, 1.05, 0.22, t.marrow)
  c.ellipse(side * 0.18, 0.05, 0.29, 0.29, t.cartilage)
  c.ellipse(side * 0.19, 0.05, 0.25, 0.25, t.marrow)
  c.box(side * -0.2, 0.15, 0.1, 0.28, t.marrow, { angle: side * 0.2 })
  c.box(side * 0.12, -0.38, 0.3, 0.07, t.marrow, { angle: side * 0.12 })
  c.bar(side * -0.5, -0.08, side * 0.3, -0.24, 0.05, bulge(z) > 0.5 ? t.bone : t.disc)
}

export const shoulderAxial: ScenePainter = ({ canvas: c, tissue: t, side }) => {
  c.ellipse(side * -0.15, 0.05, 0.85, 0.7, t.skin)
  c.ellipse(side * -0.15, 0.05, 0.81, 0.66, t.fat)
  c.ellipse(side * 0.2, 0, 0.45, 0.52, t.muscle)
  c.ellipse(side * 0.22, -0.06, 0.31, 0.31, t.bone)
  c.ellipse(side * 0.22, -0.06, 0.27, 0.27, t.marrow)
  c.box(side * -0.2, 0.06, 0.1, 0.17, t.marrow)
  c.bar(side * -0.2, 0.1, side * -0.6, 0.35, 0.1, t.bone)
  c.ellipse(side * -0.4, -0.08, 0.2, 0.18, t.muscle)
  c.ellipse(side * -0.75, -0.2, 0.22, 0.45, t.lung)
}
