/** Windows of CT images in Hounsfield units, as they are taught. */
export const CT_WINDOWS = [
  { name: 'Brain', center: 40, width: 80 },
  { name: 'Lung', center: -600, width: 1500 },
  { name: 'Mediastinum', center: 50, width: 350 },
  { name: 'Abdomen', center: 60, width: 400 },
  { name: 'Liver', center: 30, width: 150 },
  { name: 'Bone', center: 480, width: 2500 }
] as const
