import { counted } from '../../../../../messages/format.ts'
import type { DataSets } from '../data-sets.ts'
import { day, type FactTable, measure, measures, namesAndValues, table, words } from './facts.ts'

const PRESENTATION_STATES = '1.2.840.10008.5.1.4.1.1.11.'

/** A Presentation State (PS3.3 sections C.10 and C.11): how images are to be shown. */
export function presentationFacts({ whole, text, items }: DataSets): FactTable[] {
  if (!text(whole, 'SOPClassUID').startsWith(PRESENTATION_STATES)) return []
  const drawn = items(whole, 'GraphicAnnotationSequence').flatMap((annotation) => {
    const layer = text(annotation, 'GraphicLayer')
    return [
      ...items(annotation, 'TextObjectSequence').map((object) => [
        layer,
        'text',
        { free: text(object, 'UnformattedTextValue') }
      ]),
      ...items(annotation, 'GraphicObjectSequence').map((object) => [
        layer,
        words(text(object, 'GraphicType')),
        counted(Number(text(object, 'NumberOfGraphicPoints')) || 0, 'points')
      ])
    ]
  })
  return [
    ...namesAndValues(
      'Presentation',
      [
        ['Label', { free: text(whole, 'ContentLabel') }],
        ['Description', { free: text(whole, 'ContentDescription') }],
        ['Created', day(text(whole, 'PresentationCreationDate'))],
        ['Greys', words(text(whole, 'PresentationLUTShape'))],
        ['Turned', measure(text(whole, 'ImageRotation'), '°')],
        ['Mirrored', text(whole, 'ImageHorizontalFlip') === 'Y' ? 'left to right' : ''],
        ['Shutter', words(text(whole, 'ShutterShape').replaceAll('\\', ', '))],
        ['Rescale', rescale(text(whole, 'RescaleSlope'), text(whole, 'RescaleIntercept'))]
      ],
      'Medoid tells what this presentation state asks for. It does not apply it to the images.'
    ),
    ...table(
      'Windows',
      ['Center', 'Width', 'Explanation', 'Look-up table'],
      items(whole, 'SoftcopyVOILUTSequence').flatMap((voi) => {
        const [centers, widths, explanations] = ['WindowCenter', 'WindowWidth', 'WindowCenterWidthExplanation'].map(
          (keyword) => text(voi, keyword).split('\\')
        )
        const luts = items(voi, 'VOILUTSequence').map((lut) => ['', '', '', text(lut, 'LUTExplanation') || 'yes'])
        return [
          ...centers
            .map((center, i) => [measure(center), measure(widths[i] ?? ''), explanations[i] ?? '', ''])
            .filter(([center]) => center !== ''),
          ...luts
        ]
      })
    ),
    ...table(
      'Displayed areas',
      ['Mode', 'From column, row', 'To column, row', 'Magnified'],
      items(whole, 'DisplayedAreaSelectionSequence').map((area) => [
        words(text(area, 'PresentationSizeMode')),
        measures(text(area, 'DisplayedAreaTopLeftHandCorner')),
        measures(text(area, 'DisplayedAreaBottomRightHandCorner')),
        measure(text(area, 'PresentationPixelMagnificationRatio'))
      ])
    ),
    ...table('Drawn on the images', ['Layer', 'What', 'Text or points'], drawn)
  ]
}

function rescale(slope: string, intercept: string): string {
  return slope === '' ? '' : `× ${measure(slope)} + ${measure(intercept) || '0'}`
}
