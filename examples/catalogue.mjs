// Reads one header and one column of a catalogue.  node catalogue.mjs CATALOGUE
import { openCatalogue, readHeader } from 'medoid'

const catalogue = openCatalogue(process.argv[2] ?? 'catalogue.sqlite')

// Instances are numbers; images are the instances that have pixels.
const images = catalogue.images()
console.log(`${images.length} images, ${catalogue.tags().length} tags`)

// The frequency analysis of one tag.
const modality = catalogue.find('Modality')
for (const { value, count } of catalogue.values(modality.id, images)) console.log(`${value}\t${count}`)

// The same as a column: a code for each image, and the text of each code. 0 means absent, 1 present but empty.
const { codes, texts } = catalogue.column(modality.id, images)
console.log(`The first image is ${texts[codes[0]]}.`)

// Every element of its file.
const { elements } = readHeader(catalogue.path(images[0]))
for (const { depth, tag, vr, keyword, value } of elements.slice(0, 10)) {
  console.log(`${'  '.repeat(depth)}${tag} ${vr} ${keyword} ${value ?? ''}`)
}

catalogue.close()
