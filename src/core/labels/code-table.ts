/**
 * Codes for what a cluster shows, from context groups of DICOM PS3.16 (2025e): under each group its coding scheme (SCT =
 * SNOMED CT, DCM = PS3.16 annex D), then `code | meaning | other words for it`. Of CID 4, which is a long list of vessels and
 * procedures' ways in, those that images are named after. Codes and meanings are the standard's, the other words are ours:
 * plain ones, and the terms that BodyPartExamined has (PS3.16 annex L).
 */
export const CODE_TABLE = `
## 4031 SCT
  818981001 | Abdomen | belly, abdominal, abd
  818982008 | Abdomen and Pelvis | abdomenpelvis, abdopelvis, abd pel
  85856004 | Acromioclavicular joint | acjoint, ac joint
  70258002 | Ankle joint | ankle
  53505006 | Anus | anal
  86598002 | Apex of Lung | lung apex, pulmonary apex
  28273000 | Bile duct | biliary
  34707002 | Biliary tract | bile ducts
  89837001 | Bladder | urinary bladder, vesica
  72001000 | Bone of lower limb | leg bone
  371195002 | Bone of upper limb | arm bone
  76752008 | Breast | mamma, mammary
  955009 | Bronchus | bronchi, bronchial
  80144004 | Calcaneus | heel bone, os calcis, heel
  122494005 | Cervical spine | cspine, c-spine, neck spine, cervical vertebrae
  1217257000 | Cervico-thoracic spine | ctspine, cervicothoracic
  816094009 | Chest | thorax, thoracic, ribcage
  416550000 | Chest and Abdomen | chestabdomen, thorax abdomen
  416775004 | Chest, Abdomen and Pelvis | chestabdpelvis, cap, thorax abdomen pelvis, trunk
  51299004 | Clavicle | collarbone
  64688005 | Coccyx | tailbone
  71854001 | Colon | colonic
  79741001 | Common bile duct | cbd, choledochus
  38848004 | Duodenum | duodenal
  16953009 | Elbow joint | elbow
  38266002 | Entire body | whole body, wholebody, total body
  32849002 | Esophagus | oesophagus, gullet
  110861005 | Esophagus, stomach and duodenum | oesophagus, upper gi, upper gastrointestinal
  66019005 | Extremity | limb, extremities
  81745001 | Eye | eyeball, globe
  371398005 | Eye region | orbit
  91397008 | Facial bones | face, facial skeleton, facial
  71341001 | Femur | thigh bone, thighbone
  87342007 | Fibula | calf bone
  7569003 | Finger | fingers, digit
  56459004 | Foot | feet
  14975008 | Forearm | lower arm, radius ulna, radius and ulna
  28231008 | Gallbladder | gall bladder, cholecyst
  85562004 | Hand | hands
  69536005 | Head | skull, cranium, cranial, brain
  774007 | Head and Neck | headneck
  80891009 | Heart | cardiac, cor
  29836001 | Hip | hips
  24136001 | Hip joint | hip
  85050009 | Humerus | upper arm bone
  34516001 | Ileum | small bowel
  22356005 | Ilium | iliac bone, pelvic bone
  361078006 | Internal Auditory Canal | iac, iam, internal acoustic meatus, internal auditory meatus
  661005 | Jaw region | jaw
  21306003 | Jejunum | small bowel
  72696002 | Knee | knees, knee joint
  14742008 | Large intestine | large bowel
  4596009 | Larynx | voice box
  303270005 | Liver and biliary structure | hepatobiliary
  30021000 | Lower leg | calf, shin, crus, tibia fibula, tibia and fibula
  61685007 | Lower limb | leg, legs, lower extremity
  122496007 | Lumbar spine | lspine, l-spine, lower back, lumbar vertebrae
  1217253001 | Lumbo-sacral spine | lsspine, lumbosacral
  91609006 | Mandible | lower jaw, jawbone
  59066005 | Mastoid bone | mastoid
  70925003 | Maxilla | upper jaw
  72410000 | Mediastinum | mediastinal
  102292000 | Muscle of lower limb | leg muscle
  30608006 | Muscle of upper limb | arm muscle
  74386004 | Nasal bone | nose bone
  45048000 | Neck | cervical
  417437006 | Neck and Chest | neckchest, neck thorax
  416152001 | Neck, Chest and Abdomen | neckchestabdomen, neck thorax abdomen
  416319003 | Neck, Chest, Abdomen and Pelvis | neckchestabdpelv, neck thorax abdomen pelvis
  55024004 | Optic canal | optic foramen
  363654007 | Orbital structure | orbit, orbits, eye socket
  15776009 | Pancreas | pancreatic
  69930009 | Pancreatic duct | wirsung
  110621006 | Pancreatic duct and bile duct systems | pancreatobiliary, mrcp, ercp
  2095001 | Paranasal sinus | sinus, sinuses
  45289007 | Parotid gland | parotid
  64234005 | Patella | kneecap, knee cap
  816092008 | Pelvis | pelvic
  1231522001 | Pelvis and lower extremities | pelvis and legs, runoff
  706342009 | Phantom | test object
  41216001 | Prostate | prostatic
  34402009 | Rectum | rectal
  113197003 | Rib | ribs
  1217254007 | Sacro-coccygeal Spine | sacrococcygeal, scspine
  39723000 | Sacroiliac joint | si joint, sijoint
  54735007 | Sacrum | sacral
  79601000 | Scapula | shoulder blade
  42575006 | Sella turcica | pituitary, sella
  58742003 | Sesamoid bones of foot | sesamoid
  16982005 | Shoulder | shoulders, shoulder joint
  89546000 | Skull | cranium, head
  30315005 | Small intestine | small bowel
  421060004 | Spine | spinal, back, vertebral column, vertebrae
  7844006 | Sternoclavicular joint | sc joint, scjoint
  56873002 | Sternum | breastbone, breast bone
  69695003 | Stomach | gastric
  54019009 | Submandibular gland | salivary gland
  27949001 | Tarsal joint | tarsus, midfoot
  53620006 | Temporomandibular joint | tmj, jaw joint
  68367000 | Thigh | upper leg
  122495006 | Thoracic spine | tspine, t-spine, dorsal spine, thoracic vertebrae
  1217256009 | Thoraco-lumbar spine | tlspine, thoracolumbar
  76505004 | Thumb | pollex
  29707007 | Toe | toes, hallux
  44567001 | Trachea | windpipe
  40983000 | Upper arm | arm
  53120007 | Upper limb | arm, arms, upper extremity
  431491007 | Upper urinary tract | kidneys, kidney ureter
  87953007 | Ureter | ureters
  13648007 | Urethra | urethral
  110639002 | Uterus and fallopian tubes | hysterosalpingography, hsg
  110517009 | Vertebral column and cranium | spine and skull
  74670003 | Wrist joint | wrist
  13881006 | Zygoma | cheek bone, cheekbone, zygomatic bone
## 4 SCT
  7832008 | Abdominal aorta
  23451007 | Adrenal gland | adrenal, suprarenal gland
  15825003 | Aorta | aortic
  57034009 | Aortic arch
  54247002 | Ascending aorta
  91470000 | Axilla | armpit
  77568009 | Back
  59011009 | Basilar artery
  17137000 | Brachial artery
  12738006 | Brain | cerebral, head, neuro
  46862004 | Buttock | gluteal
  69105007 | Carotid Artery | carotid, carotids
  113305005 | Cerebellum | cerebellar
  88556005 | Cerebral artery
  71252005 | Cervix | cervix uteri
  60819002 | Cheek
  11279006 | Circle of Willis | cerebral arteries
  32062004 | Common carotid artery | cca
  41801008 | Coronary artery | coronaries, coronary
  32672002 | Descending aorta
  117590005 | Ear
  22286001 | External carotid artery | eca
  89545001 | Face | facial
  7657000 | Femoral artery
  83419000 | Femoral vein
  58602004 | Flank
  76015000 | Hepatic artery | liver artery
  8993003 | Hepatic vein | liver vein
  81502006 | Hypopharynx
  10293006 | Iliac artery
  64131007 | Inferior vena cava | ivc
  26893007 | Inguinal region | groin
  86117002 | Internal carotid artery | ica
  39352004 | Joint
  82471001 | Left atrium | la
  87878005 | Left ventricle | lv
  10200004 | Liver | hepatic
  39607008 | Lung | lungs, pulmonary
  123851003 | Mouth | oral
  360955006 | Nasopharynx
  45206002 | Nose | nasal
  15497006 | Ovary | ovaries
  111002 | Parathyroid | parathyroid gland
  18911002 | Penis
  38864007 | Perineum
  54066008 | Pharynx | throat
  312535008 | Pharynx and larynx | throat
  43899006 | Popliteal artery
  32361000 | Popliteal fossa | back of the knee
  32764006 | Portal vein
  81040000 | Pulmonary artery
  122972007 | Pulmonary vein
  2841007 | Renal artery | kidney artery
  25990002 | Renal pelvis | kidney pelvis
  56400007 | Renal vein | kidney vein
  82849001 | Retroperitoneum | retroperitoneal
  73829009 | Right atrium | ra
  53085002 | Right ventricle | rv
  41695006 | Scalp
  20233005 | Scrotum | scrotal
  60184004 | Sigmoid colon | sigmoid
  2748008 | Spinal cord | cord, myelon
  78961009 | Spleen | splenic
  36765005 | Subclavian artery
  48345005 | Superior vena cava | svc
  40689003 | Testis | testicle, testes
  113262008 | Thoracic aorta
  9875009 | Thymus
  69748006 | Thyroid | thyroid gland
  21974007 | Tongue
  110726009 | Trachea and bronchus | airways
  35039007 | Uterus | womb
  85234005 | Vertebral artery | vertebral arteries
## 29 DCM
  AR | Autorefraction
  BI | Biomagnetic Imaging
  BMD | Bone Mineral Densitometry | dexa, dxa
  EPS | Cardiac Electrophysiology
  CR | Computed Radiography | x-ray, xray, plain film, radiograph
  CT | Computed Tomography | cat scan, tomography
  CFM | Confocal Microscopy
  DMS | Dermoscopy | skin
  DG | Diaphanography
  DX | Digital Radiography | x-ray, xray, radiograph
  ECG | Electrocardiography | ekg
  EEG | Electroencephalography
  EMG | Electromyography
  EOG | Electrooculography
  ES | Endoscopy
  XC | External-camera Photography | photo, photograph
  GM | General Microscopy
  HD | Hemodynamic Waveform
  IO | Intra-oral Radiography | dental x-ray, dental
  IVOCT | Intravascular Optical Coherence Tomography
  IVUS | Intravascular Ultrasound
  KER | Keratometry
  LS | Laser Scan
  LEN | Lensometry
  MR | Magnetic Resonance | mri, mrt, magnetic resonance imaging
  MG | Mammography | breast x-ray
  NM | Nuclear Medicine | scintigraphy, spect, bone scan
  OAM | Ophthalmic Axial Measurements
  OPM | Ophthalmic Mapping
  OP | Ophthalmic Photography
  OPT | Ophthalmic Tomography
  OPTBSV | Ophthalmic Tomography B-scan Volume Analysis
  OPTENF | Ophthalmic Tomography En Face
  OPV | Ophthalmic Visual Field
  OCT | Optical Coherence Tomography
  OSS | Optical Surface Scanner
  PX | Panoramic X-Ray | dental, opg, orthopantomogram
  PA | Photoacoustic
  POS | Position Sensor
  PT | Positron emission tomography | pet
  RF | Radiofluoroscopy | fluoroscopy, rf
  RG | Radiographic imaging | conventional film, x-ray, screen film
  RESP | Respiratory Waveform
  RTIMAGE | RT Image | radiotherapy, portal image
  SM | Slide Microscopy | pathology, whole slide
  SRF | Subjective Refraction
  TG | Thermography
  US | Ultrasound | sonography, echo, ultrasonography
  BDUS | Ultrasound Bone Densitometry
  VA | Visual Acuity
  XA | X-Ray Angiography | dsa, angio, cath lab
## 33 DCM
  STAIN | Automated Slide Stainer
  AU | Basic Voice Audio
  ASMT | Content Assessment Result
  CTPROTOCOL | CT Protocol
  DOC | Document
  HC | Hard Copy
  IOL | Intraocular Lens Calculation
  KO | Key Object Selection | key image
  M3D | Model for 3D Manufacturing
  OT | Other
  PLAN | Plan
  PR | Presentation State
  RWV | Real World Value Map
  REG | Registration
  RTDOSE | RT Dose | radiotherapy
  RTPLAN | RT Plan | radiotherapy
  RTSTRUCT | RT Structure Set | radiotherapy, contours
  RTRECORD | RT Treatment Record | radiotherapy
  SEG | Segmentation
  FID | Spatial Fiducials
  SMR | Stereometric Relationship
  SR | Structured Report Document | report
  TEXTUREMAP | Texture Map
## 10005 SCT
  77477000 | Computed tomography | cat scan, ct
  717193008 | Cone beam computed tomography | cbct, dvt
  1290849002 | Dental radiography | dental x-ray
  241686001 | Dual energy X-Ray absorptiometry | dexa, dxa
  44491008 | Fluoroscopy
  169014003 | Fluoroscopy and radiography
  71651007 | Mammography | breast x-ray
  168537006 | Plain radiography | x-ray, xray, radiograph
## 244 SCT
  51440002 | Bilateral | both sides, both
  7771000 | Left | left side, sinister
  24028007 | Right | right side, dexter
  66459002 | Unilateral | one side, one-sided
`
