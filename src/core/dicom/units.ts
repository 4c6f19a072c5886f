/**
 * Units of attributes' values, which files do not say: from the attributes' descriptions in PS3.3, annex C. Left out is what has
 * another unit in another module (RadionuclideTotalDose: Bq of PET, MBq of NM) and what is in the image's own
 * (RescaleIntercept, WindowCenter, WindowWidth).
 */
const KEYWORDS: Readonly<Record<string, string>> = {
  mm: `SliceThickness SpacingBetweenSlices PixelSpacing ImagerPixelSpacing NominalScannedPixelSpacing ImagePlanePixelSpacing
    DetectorElementSpacing DetectorElementPhysicalSize DetectorActiveDimensions ImagePositionPatient SliceLocation
    ReconstructionDiameter DataCollectionDiameter DistanceSourceToDetector DistanceSourceToPatient DistanceSourceToEntrance
    BodyPartThickness TableHeight FocalSpots FilterThicknessMinimum FilterThicknessMaximum FieldOfViewDimensions
    IntensifierSize SingleCollimationWidth TotalCollimationWidth DepthOfScanField HalfValueLayer RadialPosition
    TablePosition SlabThickness RTImageSID RadiationMachineSAD AxialAcceptance`,
  'mm/s': 'TableSpeed',
  ms: `RepetitionTime EchoTime EffectiveEchoTime InversionTime TriggerTime FrameTime FrameTimeVector FrameDelay
    ActualFrameDuration FrameReferenceTime FrameAcquisitionDuration NominalInterval LowRRValue HighRRValue ExposureTime
    ExposureTimeInms`,
  µs: 'ExposureTimeInuS',
  s: 'AcquisitionDuration RevolutionTime ContrastFlowDuration RadionuclideHalfLife',
  years: 'PatientAge',
  kg: 'PatientWeight',
  m: 'PatientSize',
  kV: 'KVP',
  mA: 'XRayTubeCurrent XRayTubeCurrentInmA',
  µA: 'XRayTubeCurrentInuA',
  mAs: 'Exposure ExposureInmAs',
  µAs: 'ExposureInuAs',
  kW: 'GeneratorPower',
  mGy: 'CTDIvol EntranceDoseInmGy',
  dGy: 'EntranceDose OrganDose',
  'dGy·cm²': 'ImageAndFluoroscopyAreaDoseProduct',
  MHz: 'ImagingFrequency TransmitterFrequency',
  'Hz/px': 'PixelBandwidth',
  T: 'MagneticFieldStrength',
  'W/kg': 'SAR',
  'T/s': 'dBdt',
  's/mm²': 'DiffusionBValue',
  '°': 'FlipAngle GantryDetectorTilt PositionerPrimaryAngle PositionerSecondaryAngle ScanArc AngularStep StartAngle',
  '%': 'PercentSampling PercentPhaseFieldOfView',
  bpm: 'HeartRate',
  fps: 'CineRate RecommendedDisplayFrameRate',
  ml: 'ContrastBolusVolume ContrastBolusTotalDose',
  'ml/s': 'ContrastFlowRate',
  keV: 'EnergyWindowLowerLimit EnergyWindowUpperLimit',
  N: 'CompressionForce',
  '°C': 'DetectorTemperature'
}

/** By keyword. */
export const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries(KEYWORDS).flatMap(([unit, keywords]) => keywords.split(/\s+/).map((keyword) => [keyword, unit]))
)

/** A number, several (`0.5\0.5`) or a range of them (`0.9–1.5`). */
const NUMBERS = /^[+-]?[\d.]+(?:e[+-]?\d+)?(?:[\\–][+-]?[\d.]+(?:e[+-]?\d+)?){0,15}$/i

/**
 * @param name a keyword, or the path of an element of a sequence; with the position of a value behind it where there are several
 * @returns undefined where its values are no quantities, or their unit is not known
 */
export function unitOf(name: string): string | undefined {
  return UNITS.get(name.replace(/\[\d{1,2}\]$/, '').replace(/^.*\./, ''))
}

/** A value with its unit, `120 kV`; text that is no number (`045Y`) as it is. */
export function withUnit(name: string, value: string): string {
  const unit = unitOf(name)
  return unit === undefined || value.length > 200 || !NUMBERS.test(value)
    ? value
    : `${value}${unit === '°' ? '' : ' '}${unit}`
}

/** A number or a range of numbers as distinguishing values are stored, `-1–-0.66`: a hyphen is a sign, a dash stands between. */
const STORED_NUMBERS = /^(-?[\d.]+(?:e[+-]?\d+)?)(?:–(-?[\d.]+(?:e[+-]?\d+)?))?$/i
/** No quantity of DICOM is as small: what is left of 0 where a scanner computed it, as of a direction cosine. */
const NOTHING = 1e-12

/**
 * A distinguishing value for people, with its unit: `−1 to −0.66`, `0.9–1.5 mm`.
 * @param value a category, a number or a range of numbers
 */
export function factWords(name: string, value: string): string {
  const ends = STORED_NUMBERS.exec(value)
    ?.slice(1)
    .filter((end) => end !== undefined)
  if (ends === undefined || ends.some((end) => !Number.isFinite(Number(end)))) return value
  const shown = [...new Set(ends.map((end) => (Math.abs(Number(end)) < NOTHING ? '0' : end)))]
  const isSigned = shown.some((end) => end.startsWith('-'))
  const unit = unitOf(name)
  const words = shown.map((end) => end.replaceAll('-', '−')).join(isSigned ? ' to ' : '–')
  return unit === undefined ? words : `${words}${unit === '°' ? '' : ' '}${unit}`
}
