import { bulge, type ScenePainter, type Scene } from './scene.ts'

function wall({ canvas: c, tissue: t }: Scene, rx: number, ry: number): void {
  c.ellipse(0, 0, rx, ry, t.skin)
  c.ellipse(0, 0, rx - 0.02, ry - 0.02, t.fat)
  c.ellipse(0, 0, rx - 0.09, ry - 0.09, t.muscle)
}

function vertebra({ canvas: c, tissue: t }: Scene, y: number, size: number): void {
  c.box(0, y + size * 2, size * 0.3, size * 0.9, t.bone)
  c.box(0, y + size * 1.2, size * 1.9, size * 0.25, t.bone)
  c.ellipse(0, y, size * 1.15, size * 0.9, t.bone)
  c.ellipse(0, y, size * 0.98, size * 0.74, t.marrow)
  c.ellipse(0, y + size * 1.15, size * 0.52, size * 0.4, t.csf)
  c.ellipse(0, y + size * 1.15, size * 0.26, size * 0.2, t.cord)
}

export const chestAxial: ScenePainter = (scene) => {
  const { canvas: c, tissue: t, z, random } = scene
  wall(scene, 0.94, 0.66)
  for (const side of [-1, 1]) {
    c.ring(side * 0.42, 0, 0.41, 0.53, t.bone, { edge: 0.022 })
    c.ellipse(side * 0.44, 0.02, 0.37, 0.47, t.lung)
    for (let i = 0; i < 7; i++) {
      const angle = random.next() * 6.28
      const radius = 0.3 * Math.sqrt(random.next())
      c.ellipse(side * 0.44 + radius * Math.cos(angle), radius * 1.2 * Math.sin(angle), 0.018, 0.018, t.vessel)
    }
  }
  const heart = 0.4 + 0.6 * bulge(z)
  c.box(0, -0.02, 0.13, 0.46, t.fat)
  c.ellipse(0.1, -0.14, 0.3 * heart, 0.26 * heart, t.heart, { angle: 0.5 })
  c.ellipse(0.04, -0.12, 0.12 * heart, 0.1 * heart, t.vessel)
  c.ellipse(0.12, 0.24, 0.07, 0.07, t.vessel)
  c.ellipse(0, 0.1, 0.05, 0.04, t.gas)
  vertebra(scene, 0.36, 0.11)
}

export const chestCoronal: ScenePainter = (scene) => {
  const { canvas: c, tissue: t } = scene
  c.box(0, 0.1, 0.86, 1.05, t.fat)
  c.box(0, 0.1, 0.8, 1.02, t.muscle)
  c.box(0, -0.95, 0.2, 0.2, t.muscle)
  for (const side of [-1, 1]) {
    for (let i = 0; i < 6; i++) c.ellipse(side * 0.76, -0.55 + i * 0.22, 0.045, 0.03, t.bone)
    c.ellipse(side * 0.42, -0.02, 0.3, 0.68, t.lung)
    c.bar(side * 0.14, -0.1, side * 0.42, 0.2, 0.05, t.vessel)
    c.bar(side * 0.14, -0.15, side * 0.4, -0.35, 0.04, t.vessel)
  }
  c.box(0, -0.4, 0.11, 0.5, t.fat)
  c.bar(0, -0.9, 0, -0.3, 0.07, t.gas)
  c.ellipse(0.14, 0.2, 0.3, 0.3, t.heart, { angle: 0.5 })
  c.ellipse(0.08, -0.25, 0.1, 0.13, t.vessel)
  c.ellipse(-0.4, 0.78, 0.4, 0.28, t.liver)
  c.ellipse(0.5, 0.72, 0.22, 0.2, t.spleen)
  c.ellipse(0.22, 0.74, 0.14, 0.12, t.gas)
}

export const abdomenAxial: ScenePainter = (scene) => {
  const { canvas: c, tissue: t, z, random } = scene
  wall(scene, 0.92, 0.68)
  c.ellipse(0, -0.05, 0.76, 0.5, t.fat)
  const liver = 1.05 - 0.35 * z
  c.ellipse(-0.4, -0.1, 0.36 * liver, 0.4 * liver, t.liver, { angle: 0.25 })
  c.ellipse(-0.1, -0.25, 0.3 * liver, 0.17 * liver, t.liver)
  c.ellipse(-0.4, -0.14, 0.03, 0.08, t.vessel, { angle: 0.6 })
  c.ellipse(0.6, 0.05, 0.13, 0.24, t.spleen, { angle: -0.3 })
  c.ellipse(0.34, -0.26, 0.2, 0.15, t.bowel)
  c.ellipse(0.34, -0.31, 0.12, 0.07, t.gas)
  for (const side of [-1, 1]) {
    c.ellipse(side * 0.38, 0.26, 0.13, 0.17, t.kidney, { angle: side * 0.4 })
    c.ellipse(side * 0.34, 0.25, 0.05, 0.07, t.urine)
    c.ellipse(side * 0.17, 0.36, 0.1, 0.13, t.muscle)
  }
  for (let i = 0; i < 4; i++) c.ellipse(0.05 + 0.12 * i, 0.02 + 0.1 * random.next(), 0.06, 0.05, t.bowel)
  c.ellipse(0.04, 0.17, 0.055, 0.055, t.vessel)
  c.ellipse(-0.12, 0.17, 0.06, 0.045, t.vessel)
  vertebra(scene, 0.33, 0.1)
}

export const abdomenCoronal: ScenePainter = ({ canvas: c, tissue: t, random }) => {
  c.box(0, 0, 0.78, 1.1, t.skin)
  c.box(0, 0, 0.74, 1.1, t.fat)
  for (const side of [-1, 1]) {
    c.ellipse(side * 0.38, -0.95, 0.26, 0.3, t.lung)
    c.ellipse(side * 0.3, 0.12, 0.11, 0.24, t.kidney, { angle: side * -0.2 })
    c.ellipse(side * 0.27, 0.12, 0.04, 0.1, t.urine)
    c.bar(side * 0.13, 0.1, side * 0.25, 0.95, 0.16, t.muscle)
    c.ellipse(side * 0.6, 0.92, 0.2, 0.26, t.marrow)
  }
  c.ellipse(-0.36, -0.42, 0.34, 0.34, t.liver)
  c.ellipse(0.5, -0.45, 0.15, 0.24, t.spleen)
  c.ellipse(0.22, -0.48, 0.15, 0.16, t.bowel)
  c.bar(0.03, -0.6, 0.03, 0.6, 0.08, t.vessel)
  for (let i = 0; i < 6; i++) c.ellipse(-0.5 + 0.2 * i, 0.55 + 0.2 * random.next(), 0.09, 0.07, t.bowel)
  c.ellipse(0, 0.95, 0.2, 0.14, t.urine)
}

export const pelvisAxial: ScenePainter = (scene) => {
  const { canvas: c, tissue: t, z } = scene
  wall(scene, 0.94, 0.6)
  c.ellipse(0, -0.05, 0.42, 0.36, t.fat)
  for (const side of [-1, 1]) {
    c.ellipse(side * 0.42, 0.38, 0.32, 0.16, t.muscle)
    c.ellipse(side * 0.55, 0.02, 0.17, 0.17, t.bone)
    c.ellipse(side * 0.55, 0.02, 0.14, 0.14, t.marrow)
    c.bar(side * 0.38, -0.2, side * 0.4, 0.28, 0.1, t.bone)
    c.ellipse(side * 0.4, -0.35, 0.05, 0.05, t.vessel)
  }
  c.ellipse(0, -0.12, 0.25, 0.18 * (0.7 + 0.3 * bulge(z)), t.urine)
  c.ellipse(0, 0.1, 0.14, 0.09, t.gland)
  c.ellipse(0, 0.27, 0.1, 0.08, t.bowel)
  c.box(0, 0.43, 0.12, 0.05, t.bone)
}

export const pelvisSagittal: ScenePainter = ({ canvas: c, tissue: t }) => {
  c.box(0, 0, 0.82, 1.1, t.skin)
  c.box(0, 0, 0.78, 1.1, t.fat)
  c.bar(-0.62, -1, -0.55, 0.2, 0.13, t.muscle)
  c.ellipse(-0.5, 0.32, 0.1, 0.17, t.marrow, { angle: -0.5 })
  c.ellipse(-0.22, 0.12, 0.26, 0.2, t.urine)
  c.ellipse(-0.1, -0.28, 0.26, 0.18, t.gland, { angle: 0.5 })
  c.bar(0.2, -0.5, 0.22, 0.7, 0.16, t.bowel)
  for (let i = 0; i < 6; i++) {
    const x = 0.34 + 0.04 * i - 0.012 * i * i
    c.box(x, -0.85 + i * 0.22, 0.12 - 0.012 * i, 0.085, t.marrow, { angle: 0.15 * i - 0.3 })
  }
  c.bar(0.52, -1, 0.58, -0.2, 0.09, t.csf)
  c.box(0.68, 0.3, 0.08, 0.6, t.muscle)
}

export const breastAxial: ScenePainter = ({ canvas: c, tissue: t, z, random }) => {
  c.ellipse(0, 0.75, 0.95, 0.5, t.muscle)
  for (const side of [-1, 1]) {
    c.ellipse(side * 0.44, 0.95, 0.3, 0.4, t.lung)
    c.ellipse(side * 0.47, 0.05, 0.38, 0.52 * (0.75 + 0.25 * bulge(z)), t.fat)
    for (let i = 0; i < 6; i++) {
      c.ellipse(side * 0.47 + 0.3 * (random.next() - 0.5), 0.25 * random.next() - 0.05, 0.12, 0.07, t.gland, {
        angle: 3 * random.next()
      })
    }
    c.ellipse(side * 0.47, -0.46, 0.04, 0.04, t.gland)
  }
  c.ellipse(0.1, 0.85, 0.25, 0.2, t.heart)
}

export const wholeBodyCoronal: ScenePainter = ({ canvas: c, tissue: t, random }) => {
  c.ellipse(0, -0.84, 0.1, 0.13, t.muscle)
  c.ellipse(0, -0.87, 0.08, 0.085, t.grey, { edge: 0.03 })
  c.box(0, -0.3, 0.24, 0.44, t.muscle)
  for (const side of [-1, 1]) {
    c.bar(side * 0.27, -0.6, side * 0.3, 0.15, 0.09, t.muscle)
    c.bar(side * 0.11, 0.05, side * 0.1, 1, 0.16, t.muscle)
    c.ellipse(side * 0.1, -0.45, 0.07, 0.16, t.lung)
    c.ellipse(side * 0.11, -0.05, 0.035, 0.06, t.kidney, { edge: 0.02 })
  }
  c.ellipse(0.04, -0.36, 0.05, 0.06, t.heart, { edge: 0.03 })
  c.ellipse(-0.1, -0.2, 0.1, 0.08, t.liver, { edge: 0.02 })
  c.ellipse(0, 0.11, 0.045, 0.04, t.urine, { edge: 0.02 })
  for (let i = 0; i < 3; i++) c.ellipse(0.3 * (random.next() - 0.5), 0.04 * i - 0.02, 0.04, 0.02, t.bowel)
}
