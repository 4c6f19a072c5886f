import type { ScenePainter, Scene } from './scene.ts'

/** Projections: values are attenuation, 0 behind nothing, about 1 behind a body, more behind bone. */

export const chestFrontal: ScenePainter = ({ canvas: c, random }) => {
  c.box(0, 0.25, 0.86, 0.95, 0.75, { edge: 0.1 })
  c.dome(0, -0.85, 0.25, 0.4, 0.8)
  for (const side of [-1, 1]) {
    c.ellipse(side * 0.4, 0.02, 0.33, 0.66, 0.22, { edge: 0.09 })
    for (let i = 0; i < 7; i++)
      c.hoop(side * 0.4, -0.42 + i * 0.17, 0.38, 0.16, 0.13, { edge: 0.022, angle: side * 0.25 })
    c.bar(side * 0.06, -0.6, side * 0.62, -0.72, 0.06, 0.28, true)
    c.dome(side * 0.44, 0.95, 0.42, 0.36, 0.7)
    c.bar(side * 0.9, -0.6, side * 0.98, 0.2, 0.12, 0.5, true)
    for (let i = 0; i < 5; i++) {
      c.bar(side * 0.12, 0, side * (0.25 + 0.2 * random.next()), -0.35 + 0.8 * random.next(), 0.03, 0.09, true)
    }
  }
  c.box(0, 0, 0.09, 1, 0.95, { edge: 0.06 })
  c.dome(0.16, 0.36, 0.3, 0.3, 0.75, { angle: 0.5 })
}

export const chestLateral: ScenePainter = ({ canvas: c }) => {
  c.ellipse(0, 0.1, 0.72, 1.05, 0.85, { edge: 0.12 })
  c.ellipse(0.05, -0.02, 0.48, 0.68, 0.28, { edge: 0.12 })
  c.dome(-0.22, 0.3, 0.3, 0.33, 0.7)
  c.dome(0.05, 0.95, 0.6, 0.38, 0.8)
  c.dome(0.1, -0.9, 0.35, 0.3, 0.5)
  for (let i = 0; i < 10; i++) {
    c.box(0.46 + 0.06 * Math.sin(i / 3), -0.75 + i * 0.17, 0.085, 0.068, 1.05, { edge: 0.03 })
  }
  for (let i = 0; i < 6; i++) c.bar(0.45, -0.5 + i * 0.2, -0.4, -0.25 + i * 0.2, 0.04, 0.14, true)
  c.bar(-0.5, -0.45, -0.58, 0.3, 0.05, 0.3, true)
}

function digit({ canvas: c }: Scene, x: number, y: number, tilt: number, length: number, joints: number): void {
  let [fromX, fromY] = [x, y]
  for (let i = 0; i < joints; i++) {
    const part = length * [0.42, 0.27, 0.18, 0.13][i]
    const toX = fromX + Math.sin(tilt) * part
    const toY = fromY - Math.cos(tilt) * part
    const width = 0.085 - 0.012 * i
    c.bar(fromX, fromY, toX, toY, width * 2.1, 0.28, true)
    c.bar(fromX, fromY + 0.015, toX, toY + 0.02, width, 0.5, true)
    fromX = toX
    fromY = toY
  }
}

export const handFrontal: ScenePainter = (scene) => {
  const { canvas: c, side } = scene
  c.box(0, 0.3, 0.4, 0.42, 0.35, { edge: 0.08 })
  c.bar(0, 0.6, 0, 1.1, 0.5, 0.35, true)
  for (let i = 0; i < 4; i++)
    digit(scene, side * (-0.3 + 0.2 * i), 0.36, side * (-0.22 + 0.15 * i), 1.15 - 0.1 * Math.abs(1.3 - i), 4)
  digit(scene, side * -0.36, 0.5, side * -0.85, 0.75, 3)
  for (let i = 0; i < 7; i++) c.dome(-0.2 + 0.135 * (i % 4), 0.5 + 0.12 * Math.floor(i / 4), 0.085, 0.08, 0.6)
  c.bar(side * -0.12, 0.72, side * -0.1, 1.1, 0.2, 0.6, true)
  c.bar(side * 0.14, 0.74, side * 0.12, 1.1, 0.13, 0.6, true)
}

export const kneeFrontal: ScenePainter = ({ canvas: c, side }) => {
  c.box(0, 0, 0.46, 1.2, 0.5, { edge: 0.12 })
  c.bar(0, -1.1, 0, -0.3, 0.3, 0.75, true)
  for (const half of [-1, 1]) {
    c.dome(half * 0.16, -0.2, 0.2, 0.22, 0.75)
    c.box(half * 0.3, -0.6, 0.02, 0.4, 0.56)
  }
  c.box(0, 0.2, 0.36, 0.14, 1.15, { edge: 0.05 })
  c.bar(0, 0.25, 0, 1.1, 0.27, 0.75, true)
  c.bar(side * 0.32, 0.35, side * 0.28, 1.1, 0.1, 0.5, true)
  c.dome(0, -0.25, 0.16, 0.16, 0.25)
}

export const kneeLateral: ScenePainter = ({ canvas: c }) => {
  c.bar(-0.25, -1, 0.02, -0.1, 0.72, 0.5, true)
  c.bar(0.02, 0.1, 0.28, 1.1, 0.62, 0.5, true)
  c.bar(-0.28, -1.05, -0.02, -0.2, 0.24, 0.8, true)
  c.dome(0.02, -0.1, 0.26, 0.24, 0.85)
  c.dome(-0.34, -0.1, 0.08, 0.15, 0.7)
  c.bar(-0.08, 0.2, 0.26, 1.1, 0.24, 0.8, true)
  c.box(0.02, 0.22, 0.24, 0.1, 1.2, { angle: 0.3, edge: 0.05 })
  c.bar(0.22, 0.3, 0.42, 1.1, 0.09, 0.4, true)
}

export const ankleLateral: ScenePainter = ({ canvas: c }) => {
  c.bar(0.2, -1.1, 0.22, 0.2, 0.4, 0.5, true)
  c.box(-0.2, 0.48, 0.65, 0.26, 0.5, { angle: -0.12, edge: 0.1 })
  c.bar(0.18, -1.1, 0.2, 0.02, 0.22, 0.7, true)
  c.bar(0.34, -1.1, 0.32, 0.12, 0.08, 0.5, true)
  c.dome(0.14, 0.18, 0.22, 0.14, 0.8)
  c.dome(0.42, 0.48, 0.3, 0.18, 0.9, { angle: 0.3 })
  c.dome(-0.14, 0.34, 0.2, 0.12, 0.7)
  c.bar(-0.25, 0.4, -0.75, 0.58, 0.13, 0.6, true)
  c.bar(-0.75, 0.62, -0.9, 0.66, 0.08, 0.5, true)
}

export const pelvisFrontal: ScenePainter = ({ canvas: c }) => {
  c.box(0, 0, 0.96, 1.05, 0.7, { edge: 0.15 })
  for (const side of [-1, 1]) {
    c.dome(side * 0.52, -0.35, 0.34, 0.42, 0.6, { angle: side * 0.5 })
    c.hoop(side * 0.22, 0.36, 0.15, 0.18, 0.5, { edge: 0.045 })
    c.dome(side * 0.6, 0.22, 0.15, 0.15, 0.6)
    c.bar(side * 0.62, 0.25, side * 0.78, 0.42, 0.16, 0.5, true)
    c.bar(side * 0.78, 0.4, side * 0.72, 1.1, 0.19, 0.65, true)
  }
  c.dome(0, -0.25, 0.2, 0.3, 0.5)
  for (let i = 0; i < 3; i++) c.box(0, -0.95 + i * 0.2, 0.14, 0.085, 1.35, { edge: 0.05 })
  c.ellipse(0.1, -0.05, 0.12, 0.08, 0.6, { edge: 0.1 })
}

export const lumbarFrontal: ScenePainter = ({ canvas: c, random }) => {
  c.box(0, 0, 0.72, 1.2, 0.85, { edge: 0.25 })
  for (let i = 0; i < 6; i++) {
    const y = -0.85 + i * 0.32
    c.box(0, y, 0.18, 0.12, 1.45, { edge: 0.04 })
    c.dome(0, y + 0.05, 0.05, 0.09, 0.35)
    for (const side of [-1, 1]) {
      c.bar(side * 0.18, y, side * 0.36, y - 0.03, 0.06, 0.3, true)
      if (i === 0) c.bar(side * 0.2, y, side * 0.68, y + 0.3, 0.06, 0.35, true)
      if (i === 5) c.dome(side * 0.5, y + 0.1, 0.3, 0.3, 0.5)
    }
  }
  for (let i = 0; i < 3; i++)
    c.ellipse(-0.4 + 0.8 * random.next(), 0.5 * random.next(), 0.09, 0.07, 0.65, { edge: 0.08 })
}

export const lumbarLateral: ScenePainter = ({ canvas: c }) => {
  c.box(0, 0, 0.68, 1.2, 0.8, { edge: 0.3 })
  for (let i = 0; i < 6; i++) {
    const x = 0.08 - 0.12 * Math.sin(i / 1.8)
    const y = -0.85 + i * 0.31
    c.box(x, y, 0.17, 0.12, 1.4, { angle: i > 4 ? 0.4 : 0, edge: 0.04 })
    c.box(x + 0.33, y + 0.08, 0.12, 0.06, 1.15, { angle: 0.3, edge: 0.05 })
  }
  c.dome(0.3, 0.95, 0.3, 0.35, 0.6)
}

export const abdomenFrontal: ScenePainter = ({ canvas: c, random }) => {
  c.box(0, 0, 0.84, 1.15, 0.9, { edge: 0.12 })
  for (let i = 0; i < 8; i++) {
    const x = -0.55 + 1.1 * random.next()
    c.ellipse(x, -0.5 + random.next(), 0.12, 0.09, 0.5, { edge: 0.06, angle: random.next() })
  }
  c.dome(-0.42, -0.7, 0.38, 0.3, 0.35)
  for (let i = 0; i < 6; i++) c.box(0, -0.95 + i * 0.24, 0.11, 0.095, 1.4, { edge: 0.04 })
  for (const side of [-1, 1]) {
    c.dome(side * 0.48, 0.7, 0.28, 0.33, 0.5)
    for (let i = 0; i < 3; i++) c.bar(side * 0.15, -0.95 + 0.2 * i, side * 0.7, -0.65 + 0.2 * i, 0.05, 0.25, true)
  }
}

export const shoulderFrontal: ScenePainter = ({ canvas: c, side }) => {
  c.ellipse(side * -0.25, 0.4, 0.75, 0.95, 0.6, { edge: 0.15 })
  c.bar(side * 0.32, 0, side * 0.42, 1.1, 0.5, 0.3, true)
  c.ellipse(side * -0.65, 0.7, 0.4, 0.6, 0.3, { edge: 0.1 })
  for (let i = 0; i < 4; i++) c.hoop(side * -0.6, 0.35 + i * 0.22, 0.45, 0.2, 0.2, { edge: 0.03 })
  c.dome(side * 0.28, -0.05, 0.22, 0.22, 0.85)
  c.bar(side * 0.32, 0, side * 0.42, 1.1, 0.2, 0.75, true)
  c.bar(side * -0.95, -0.3, side * 0.15, -0.38, 0.1, 0.6, true)
  c.dome(side * -0.25, 0.25, 0.2, 0.4, 0.45, { angle: side * 0.3 })
}

/** A barium enema. */
export const colonFrontal: ScenePainter = ({ canvas: c, random }) => {
  c.box(0, 0, 1.2, 1.2, 0.7)
  for (let i = 0; i < 7; i++) c.box(0, -0.95 + i * 0.3, 0.12, 0.12, 0.95, { edge: 0.05 })
  const path = [[-0.6, 0.6], [-0.65, 0.1], [-0.6, -0.45], [-0.1, -0.3], [0.5, -0.55], [0.62, 0], [0.55, 0.45], [0.15, 0.55], [0.05, 0.95]] // prettier-ignore
  path.forEach(([x, y], index) => {
    const [nextX, nextY] = path[Math.min(index + 1, path.length - 1)]
    for (let step = 0; step < 1; step += 0.25) {
      const jitter = 0.03 * (random.next() - 0.5)
      c.ellipse(x + (nextX - x) * step + jitter, y + (nextY - y) * step, 0.12, 0.11, 1.9, { edge: 0.03 })
    }
  })
}

function vessel(scene: Scene, x: number, y: number, angle: number, width: number, generations: number): void {
  const { canvas: c, random } = scene
  for (let i = 0; i < 5; i++) {
    const toX = x + Math.cos(angle) * 0.17
    const toY = y + Math.sin(angle) * 0.17
    c.bar(x, y, toX, toY, width, 0.8)
    ;[x, y] = [toX, toY]
    angle += 0.45 * (random.next() - 0.5)
    if (generations > 0 && i % 2 === 1)
      vessel(scene, x, y, angle + (i % 4 < 2 ? 0.8 : -0.8), width * 0.65, generations - 1)
  }
}

export const coronaryAngiogram: ScenePainter = (scene) => {
  const { canvas: c } = scene
  c.fill(0.28)
  c.dome(0.1, 0.35, 1, 0.8, 0.16)
  c.ellipse(-0.7, -0.5, 0.5, 0.7, 0.2, { edge: 0.3 })
  c.bar(-0.5, -1, -0.38, -0.55, 0.07, 0.6)
  vessel(scene, -0.38, -0.55, 0.75, 0.085, 2)
  vessel(scene, -0.38, -0.55, 0.1, 0.07, 1)
}

export const cerebralAngiogram: ScenePainter = (scene) => {
  const { canvas: c } = scene
  c.fill(0.1)
  c.ellipse(0, -0.1, 0.8, 0.86, 0.38, { edge: 0.05 })
  c.ellipse(0, -0.1, 0.73, 0.8, 0.27, { edge: 0.05 })
  c.box(0, 0.75, 0.4, 0.4, 0.36, { edge: 0.1 })
  c.bar(0.1, 1, 0.12, 0.3, 0.09, 0.85)
  vessel(scene, 0.12, 0.35, -1.5, 0.08, 2)
  vessel(scene, 0.12, 0.3, -0.5, 0.06, 2)
}

function breastTissue({ canvas: c, random, side }: Scene, x: number, y: number, spread: number): void {
  for (let i = 0; i < 16; i++) {
    const across = spread * (random.next() - 0.5)
    c.dome(side * (x + 0.28 * random.next()), y + across, 0.16, 0.09, 0.16, { angle: 3 * random.next() })
    c.bar(side * x, y + across, side * (x + 0.35), y + across * 0.25, 0.015, 0.12, true)
  }
}

/** Craniocaudal: half an ellipse on the chest wall. */
export const breastCraniocaudal: ScenePainter = (scene) => {
  const { canvas: c, side } = scene
  c.ellipse(side * -0.82, 0, 1.25, 0.78, 0.32, { edge: 0.05 })
  c.ellipse(side * -0.82, 0, 1.16, 0.7, 0.45, { edge: 0.08 })
  breastTissue(scene, -0.55, 0, 0.75)
  c.ellipse(side * 0.43, 0, 0.04, 0.05, 0.6)
}

/** Mediolateral oblique: lower, drooping, with the pectoral muscle as a bright triangle. */
export const breastOblique: ScenePainter = (scene) => {
  const { canvas: c, side } = scene
  c.ellipse(side * -0.82, 0.12, 1.15, 0.8, 0.32, { edge: 0.05, angle: side * 0.15 })
  c.box(side * -0.75, -0.6, 0.55, 0.55, 0.34, { edge: 0.1 })
  c.ellipse(side * -0.82, 0.14, 1.06, 0.72, 0.45, { edge: 0.08, angle: side * 0.15 })
  breastTissue(scene, -0.5, 0.2, 0.7)
  c.ellipse(side * -0.95, -0.75, 0.34, 1.1, 0.95, { edge: 0.05, angle: side * 0.42 })
}
