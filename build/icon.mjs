// Makes the icon of the packaged app from its drawing: node build/icon.mjs
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const here = (name) => fileURLToPath(new URL(`../resources/icons/${name}`, import.meta.url))
/** Pixels: the most that a system asks for. */
const SIZE = 1024
const { width } = await sharp(here('icon.svg')).metadata()
await sharp(here('icon.svg'), { density: (72 * SIZE) / width })
  .resize(SIZE, SIZE)
  .png({ palette: true })
  .toFile(here('icon.png'))
