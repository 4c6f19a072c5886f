import dcmjs from 'dcmjs'

/** A data set by keyword; items of sequences are data sets, too. */
export type KeyedDataSet = {
  [keyword: string]: string | number | readonly string[] | KeyedDataSet | readonly KeyedDataSet[]
}

/** What wrote the files (PS3.10 section 7.1), under the UUID root (PS3.5 section B.2). */
const IMPLEMENTATION_UID = '2.25.330924829216170583240586213482117740051'
const IMPLEMENTATION_NAME = 'MEDOID'
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'

// It would write values into the log, and so names of patients.
dcmjs.log.disableAll()

/** A data set as a DICOM file (PS3.10) in explicit VR little endian, its text in UTF-8. */
export function part10(dataSet: KeyedDataSet): Buffer {
  const { DicomDict, DicomMetaDictionary } = dcmjs.data
  const file = new DicomDict(
    DicomMetaDictionary.denaturalizeDataset({
      FileMetaInformationVersion: Uint8Array.of(0, 1).buffer,
      MediaStorageSOPClassUID: dataSet.SOPClassUID,
      MediaStorageSOPInstanceUID: dataSet.SOPInstanceUID,
      TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
      ImplementationClassUID: IMPLEMENTATION_UID,
      ImplementationVersionName: IMPLEMENTATION_NAME
    })
  )
  file.dict = DicomMetaDictionary.denaturalizeDataset(dataSet)
  return Buffer.from(file.write())
}
