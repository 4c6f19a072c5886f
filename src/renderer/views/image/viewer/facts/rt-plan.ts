import type { DataSetRange, DataSets } from '../data-sets.ts'
import { day, type FactTable, measure, measures, namesAndValues, table, words } from './facts.ts'

/** An RT Plan or RT Ion Plan (PS3.3 sections C.8.8.9 to C.8.8.25): prescription, fractions, beams. */
export function planFacts(data: DataSets): FactTable[] {
  const { whole, has, text, items } = data
  const isPlan = ['FractionGroupSequence', 'BeamSequence', 'IonBeamSequence', 'RTPlanLabel'].some((keyword) =>
    has(whole, keyword)
  )
  if (!isPlan) return []
  const groups = items(whole, 'FractionGroupSequence')
  return [
    ...namesAndValues('Plan', [
      ['Label', { free: text(whole, 'RTPlanLabel') }],
      ['Name', { free: text(whole, 'RTPlanName') }],
      ['Description', { free: text(whole, 'RTPlanDescription') }],
      ['Date', day(text(whole, 'RTPlanDate'))],
      ['Intent', words(text(whole, 'PlanIntent'))],
      ['Treatment site', text(whole, 'TreatmentSite')],
      ['Approval', words(text(whole, 'ApprovalStatus'))],
      ['Structure set', { uid: text(items(whole, 'ReferencedStructureSetSequence')[0], 'ReferencedSOPInstanceUID') }]
    ]),
    ...prescription(data),
    ...table(
      'Fractions',
      ['Group', 'Fractions', 'Beams', 'Brachy setups'],
      groups.map((group) => [
        text(group, 'FractionGroupNumber'),
        measure(text(group, 'NumberOfFractionsPlanned')),
        measure(text(group, 'NumberOfBeams')),
        measure(text(group, 'NumberOfBrachyApplicationSetups'))
      ])
    ),
    ...beams(data, groups),
    ...table(
      'Brachy application setups',
      ['Number', 'Type', 'Name', 'Air kerma'],
      items(whole, 'ApplicationSetupSequence').map((setup) => [
        text(setup, 'ApplicationSetupNumber'),
        words(text(setup, 'ApplicationSetupType')),
        text(setup, 'ApplicationSetupName'),
        measure(text(setup, 'TotalReferenceAirKerma'), 'Gy')
      ])
    )
  ]
}

function prescription({ whole, text, items }: DataSets): FactTable[] {
  return table(
    'Prescription',
    ['Number', 'Reference', 'Type', 'Prescribed', 'Least', 'Most', 'Point'],
    items(whole, 'DoseReferenceSequence').map((dose) => [
      text(dose, 'DoseReferenceNumber'),
      text(dose, 'DoseReferenceDescription') || words(text(dose, 'DoseReferenceStructureType')),
      words(text(dose, 'DoseReferenceType')),
      measure(text(dose, 'TargetPrescriptionDose'), 'Gy'),
      measure(text(dose, 'TargetMinimumDose'), 'Gy'),
      measure(
        text(dose, 'TargetMaximumDose') || text(dose, 'OrganAtRiskMaximumDose') || text(dose, 'DeliveryMaximumDose'),
        'Gy'
      ),
      measures(text(dose, 'DoseReferencePointCoordinates'), 'mm')
    ])
  )
}

function beams({ whole, text, items }: DataSets, groups: DataSetRange[]): FactTable[] {
  const doses = new Map<string, DataSetRange>()
  for (const group of groups) {
    for (const beam of items(group, 'ReferencedBeamSequence')) doses.set(text(beam, 'ReferencedBeamNumber'), beam)
  }
  const columns = ['Number', 'Beam', 'Type', 'Radiation', 'Energy', 'Gantry', 'Collimator', 'Couch', 'Meterset', 'Dose']
  const rows = (['Beam', 'IonBeam'] as const).flatMap((kind) =>
    items(whole, `${kind}Sequence`).map((beam) => {
      const number = text(beam, 'BeamNumber')
      const points = items(beam, kind === 'Beam' ? 'ControlPointSequence' : 'IonControlPointSequence')
      const [first] = points
      const dose = doses.get(number)
      return [
        number,
        text(beam, 'BeamName'),
        words(text(beam, 'BeamType')),
        words(text(beam, 'RadiationType')),
        measure(text(first, 'NominalBeamEnergy'), energyUnit(text(beam, 'RadiationType'))),
        turned(text, points, 'GantryAngle'),
        turned(text, points, 'BeamLimitingDeviceAngle'),
        turned(text, points, 'PatientSupportAngle'),
        measure(text(dose, 'BeamMeterset'), text(beam, 'PrimaryDosimeterUnit') || 'MU'),
        measure(text(dose, 'BeamDose'), 'Gy')
      ]
    })
  )
  return table('Beams', columns, rows)
}

/** Of photons it is the voltage (PS3.3 section C.8.8.14). */
function energyUnit(radiation: string): string {
  return radiation === 'PHOTON' ? 'MV' : 'MeV'
}

/** An angle, or from which one to which: control points say it where it changes. */
function turned(text: DataSets['text'], points: DataSetRange[], keyword: string): string {
  const told = points.map((point) => text(point, keyword)).filter((each) => each !== '')
  if (told.length === 0) return ''
  const [first, last] = [measure(told[0], '°'), measure(told.at(-1)!, '°')]
  return first === last ? first : `${first} to ${last}`
}
