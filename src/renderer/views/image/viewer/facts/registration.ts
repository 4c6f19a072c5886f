import type { DataSetRange, DataSets } from '../data-sets.ts'
import { type FactTable, measures, namesAndValues, table, words } from './facts.ts'

/** Registrations and fiducials (PS3.3 sections C.20.2, C.20.3 and C.21.2). */
export function registrationFacts(data: DataSets): FactTable[] {
  const { whole, has, text, items, meaning } = data
  const isRegistration = ['RegistrationSequence', 'DeformableRegistrationSequence', 'FiducialSetSequence'].some(
    (keyword) => has(whole, keyword)
  )
  if (!isRegistration) return []
  const about = namesAndValues('About', [
    ['Label', { free: text(whole, 'ContentLabel') }],
    ['Description', { free: text(whole, 'ContentDescription') }],
    ['Into frame of reference', text(whole, 'FrameOfReferenceUID')]
  ])
  const rigid = items(whole, 'RegistrationSequence').flatMap((registration, i) =>
    matricesOf(data, registration).map((matrix) => [
      String(i + 1),
      text(registration, 'FrameOfReferenceUID'),
      ...matrix
    ])
  )
  const deformable = items(whole, 'DeformableRegistrationSequence').map((registration, i) => {
    const [grid] = items(registration, 'DeformableRegistrationGridSequence')
    return [
      String(i + 1),
      text(registration, 'SourceFrameOfReferenceUID'),
      measures(text(grid, 'GridDimensions')),
      measures(text(grid, 'GridResolution'), 'mm')
    ]
  })
  const fiducials = items(whole, 'FiducialSetSequence').flatMap((set) =>
    items(set, 'FiducialSequence').map((fiducial) => [
      text(fiducial, 'FiducialIdentifier') || meaning(fiducial, 'FiducialIdentifierCodeSequence'),
      text(fiducial, 'FiducialDescription'),
      words(text(fiducial, 'ShapeType')),
      items(fiducial, 'ContourSequence').length > 0
        ? measures(text(items(fiducial, 'ContourSequence')[0], 'ContourData'), 'mm')
        : measures(text(items(fiducial, 'GraphicCoordinatesDataSequence')[0], 'GraphicData'))
    ])
  )
  return [
    ...about,
    ...table('Registrations', ['Number', 'Of frame of reference', 'Kind', 'Matrix, row by row'], rigid),
    ...table('Deformable registrations', ['Number', 'Of frame of reference', 'Grid', 'Resolution'], deformable),
    ...table('Fiducials', ['Name', 'Description', 'Shape', 'Points'], fiducials)
  ]
}

/** Kind and numbers of each matrix; a registration of none is the identity. */
function matricesOf({ text, items }: DataSets, registration: DataSetRange): string[][] {
  const matrices = items(registration, 'MatrixRegistrationSequence').flatMap((each) => items(each, 'MatrixSequence'))
  return matrices.map((matrix) => {
    const numbers = text(matrix, 'FrameOfReferenceTransformationMatrix').split('\\')
    const rows =
      numbers.length === 16 ? [0, 4, 8, 12].map((at) => numbers.slice(at, at + 4).join('\\')) : [numbers.join('\\')]
    return [
      words(text(matrix, 'FrameOfReferenceTransformationMatrixType')),
      rows.map((row) => measures(row)).join('; ')
    ]
  })
}
