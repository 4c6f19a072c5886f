/** What files without pixels are, by the SOP Class UID (PS3.4 annex B); a name that ends with a dot begins others. */
const CLASSES: [uid: string, name: string][] = [
  ['1.2.840.10008.5.1.4.1.1.88.59', 'Key object selection'],
  ['1.2.840.10008.5.1.4.1.1.88.', 'Structured report'],
  ['1.2.840.10008.5.1.4.1.1.104.1', 'PDF document'],
  ['1.2.840.10008.5.1.4.1.1.104.2', 'CDA document'],
  ['1.2.840.10008.5.1.4.1.1.104.3', 'STL model'],
  ['1.2.840.10008.5.1.4.1.1.104.4', 'OBJ model'],
  ['1.2.840.10008.5.1.4.1.1.104.5', 'MTL material'],
  ['1.2.840.10008.5.1.4.1.1.104.', 'Encapsulated document'],
  ['1.2.840.10008.5.1.4.1.1.11.', 'Presentation state'],
  ['1.2.840.10008.5.1.4.1.1.9.1.1', '12-lead ECG'],
  ['1.2.840.10008.5.1.4.1.1.9.1.2', 'General ECG'],
  ['1.2.840.10008.5.1.4.1.1.9.1.3', 'Ambulatory ECG'],
  ['1.2.840.10008.5.1.4.1.1.9.1.4', 'General ECG'],
  ['1.2.840.10008.5.1.4.1.1.9.2.1', 'Hemodynamic waveform'],
  ['1.2.840.10008.5.1.4.1.1.9.3.1', 'Cardiac electrophysiology'],
  ['1.2.840.10008.5.1.4.1.1.9.4.1', 'Voice recording'],
  ['1.2.840.10008.5.1.4.1.1.9.4.2', 'Audio recording'],
  ['1.2.840.10008.5.1.4.1.1.9.', 'Waveform'],
  ['1.2.840.10008.5.1.4.1.1.481.3', 'Radiotherapy structure set'],
  ['1.2.840.10008.5.1.4.1.1.481.5', 'Radiotherapy plan'],
  ['1.2.840.10008.5.1.4.1.1.481.8', 'Radiotherapy ion plan'],
  ['1.2.840.10008.5.1.4.1.1.481.', 'Radiotherapy object'],
  ['1.2.840.10008.5.1.4.1.1.91.1', 'Annotations of a microscopy image'],
  ['1.2.840.10008.5.1.4.1.1.4.2', 'MR spectroscopy'],
  ['1.2.840.10008.5.1.4.1.1.66.1', 'Spatial registration'],
  ['1.2.840.10008.5.1.4.1.1.66.2', 'Spatial fiducials'],
  ['1.2.840.10008.5.1.4.1.1.66.3', 'Deformable spatial registration'],
  ['1.2.840.10008.5.1.4.1.1.66.5', 'Surface segmentation'],
  ['1.2.840.10008.5.1.4.1.1.66.6', 'Tractography results'],
  ['1.2.840.10008.5.1.4.1.1.66', 'Raw data'],
  ['1.2.840.10008.5.1.4.1.1.67', 'Real world value mapping'],
  ['1.2.840.10008.1.3.10', 'Directory of a medium (DICOMDIR)']
]

/** 12-lead, general and ambulatory ECG (PS3.4 table B.5-1). */
export function isElectrocardiogram(sopClass: string): boolean {
  return /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.9\.1\.[1-4]$/.test(sopClass)
}

/** What an object without pixels is, for a person; '' where nobody knows. */
export function objectName(sopClass: string): string {
  return CLASSES.find(([uid]) => (uid.endsWith('.') ? sopClass.startsWith(uid) : sopClass === uid))?.[1] ?? ''
}
