/**
 * The words for parts of the body in BodyPartExamined and in descriptions, in the languages that descriptions are written in, with the
 * code of SNOMED CT (PS3.16 2025e, CID 4031 and Annex L) and the region that images of the part belong to: HEAD, BRAIN and SKULL are one.
 */

/** What `BodyRegion` can say, each with its code of SNOMED CT. */
export const REGIONS = {
  Head: '69536005',
  'Head and neck': '774007',
  Neck: '45048000',
  'Neck and chest': '417437006',
  'Neck, chest and abdomen': '416152001',
  'Neck, chest, abdomen and pelvis': '416319003',
  Chest: '816094009',
  Heart: '80891009',
  Breast: '76752008',
  'Chest and abdomen': '416550000',
  'Chest, abdomen and pelvis': '416775004',
  Abdomen: '818981001',
  'Abdomen and pelvis': '818982008',
  Pelvis: '816092008',
  Prostate: '41216001',
  Spine: '421060004',
  'Cervical spine': '122494005',
  'Cervicothoracic spine': '1217257000',
  'Thoracic spine': '122495006',
  'Thoracolumbar spine': '1217256009',
  'Lumbar spine': '122496007',
  Shoulder: '16982005',
  'Upper arm': '40983000',
  Elbow: '16953009',
  Forearm: '14975008',
  Wrist: '74670003',
  Hand: '85562004',
  'Upper limb': '53120007',
  Hip: '24136001',
  Thigh: '68367000',
  Knee: '72696002',
  'Lower leg': '30021000',
  Ankle: '70258002',
  Foot: '56459004',
  'Lower limb': '61685007',
  'Pelvis and lower limbs': '1231522001',
  'Whole body': '38266002'
} as const

export type BodyRegion = keyof typeof REGIONS

type Language = 'en' | 'de' | 'hr' | 'fr' | 'es' | 'it'

export interface BodyPart {
  /** SNOMED CT. */
  code: string
  meaning: string
  region: BodyRegion
  /** Defined terms of BodyPartExamined (PS3.16, Annex L), and words that all languages write. */
  any?: string
  /**
   * Words and phrases of a language, with `|` between them: in lower case, without accents, ß as ss, ä as a and as ae. `*` at the end of a word
   * stands for any ending.
   */
  words?: Partial<Record<Language, string>>
}

export const BODY_PARTS: readonly BodyPart[] = [
  // Head.
  {
    code: '69536005',
    meaning: 'Head',
    region: 'Head',
    any: 'head|neuro|neurocranium|cranio',
    words: {
      en: 'heads|caput',
      de: 'kopf*|schadel hirn|schaedel hirn|neurokranium',
      hr: 'glava|glave|glavi|glavu|neurokranij*',
      fr: 'tete|tetes',
      es: 'cabeza',
      it: 'testa|capo'
    }
  },
  {
    code: '12738006',
    meaning: 'Brain',
    region: 'Head',
    any: 'brain|cerebr*|endocran*|endokran*|encephal*|encefal*|intracran*|hippocamp*|cerebell*|dbrain|stroke|mprage|tof cow|circle of willis',
    words: {
      en: 'brains|brainstem|brainlab|intracranial|epilepsy',
      de: 'hirn*|gehirn*|zerebr*|schlaganfall',
      hr: 'mozak|mozga|mozgu|mozdan*',
      fr: 'cerveau|cerveaux|encephale|avc|arm cerebr*|arm encephal*',
      es: 'cerebro|craneoencefal*|ictus',
      it: 'cervello|encefalo'
    }
  },
  {
    code: '89546000',
    meaning: 'Skull',
    region: 'Head',
    any: 'skull|crani*|calvari*|schadel*|schaedel*',
    words: { de: 'kalott*', hr: 'lubanj*|kranij*', fr: 'crane|cranes', es: 'craneo|craneal*', it: 'teschio' }
  },
  {
    code: '371398005',
    meaning: 'Eye region',
    region: 'Head',
    any: 'eye|eyes|orbit*|optic nerve|opticus|opticcanal|retina*|fundus|fundosc*',
    words: { de: 'auge|augen*|augenhohle*', hr: 'oko|oka|oci', fr: 'oeil|yeux', es: 'ojo|ojos', it: 'occhio|occhi' }
  },
  { code: '55024004', meaning: 'Optic canal', region: 'Head', any: 'optic canal' },
  {
    code: '89545001',
    meaning: 'Face',
    region: 'Head',
    any: 'face|facial*|maxillofacial*|visage',
    words: {
      de: 'gesicht*|mittelgesicht*',
      hr: 'lice|lica|kosti lica',
      fr: 'massif facial',
      es: 'cara|macizo facial',
      it: 'faccia|volto|massiccio facciale'
    }
  },
  { code: '91397008', meaning: 'Facial bones', region: 'Head', any: 'facial bones|facialbones' },
  {
    code: '2095001',
    meaning: 'Paranasal sinus',
    region: 'Head',
    any: 'sinus|sinuses|paranasal*|pns|snp',
    words: {
      de: 'nnh|nasennebenhohle*|nasennebenhoehle*|nebenhohle*|nebenhoehle*',
      hr: 'sinusi|sinusa|paranazal*',
      es: 'senos paranasales|spn',
      it: 'seni paranasali|seni nasali'
    }
  },
  {
    code: '74386004',
    meaning: 'Nasal bone',
    region: 'Head',
    any: 'nasal bone|nasal bones|nose|nasenbein|nez|nariz|naso',
    words: {
      de: 'nase',
      hr: 'nosa|nosne kosti|nosnih kostiju',
      fr: 'os propres du nez',
      es: 'huesos propios|huesos nasales',
      it: 'ossa nasali'
    }
  },
  {
    code: '661005',
    meaning: 'Jaw region',
    region: 'Head',
    any: 'jaw|jaws|opg|orthopan*|ortopan*|dental*|denta|panoramic|teleradiograph*',
    words: {
      en: 'tooth|teeth|bitewing',
      de: 'kiefer*|zahn*|zahne|zaehne',
      hr: 'celjust*|zub|zubi|zuba',
      fr: 'machoire*|dent|dents|panoramique dentaire',
      es: 'diente*|dentadura',
      it: 'denti|dente|mascella'
    }
  },
  { code: '91609006', meaning: 'Mandible', region: 'Head', any: 'mandib*', words: { de: 'unterkiefer*' } },
  { code: '70925003', meaning: 'Maxilla', region: 'Head', any: 'maxilla|maxillary', words: { de: 'oberkiefer*' } },
  { code: '13881006', meaning: 'Zygoma', region: 'Head', any: 'zygom*', words: { de: 'jochbein*|jochbog*' } },
  {
    code: '53620006',
    meaning: 'Temporomandibular joint',
    region: 'Head',
    any: 'tmj|tm joint|temporomandib*|temporo mandib*',
    words: { de: 'kiefergelenk*', fr: 'atm', es: 'atm', it: 'atm' }
  },
  {
    code: '60911003',
    meaning: 'Temporal bone',
    region: 'Head',
    any: 'temporal bone|temporal bones|petrous|mastoid*|cochlea*|middle ear|inner ear|ear|ears',
    words: {
      de: 'felsenbein*|mastoid*|innenohr*|mittelohr*',
      hr: 'piramid*|uho|uha|temporaln* kost*',
      fr: 'rocher|rochers|oreille*',
      es: 'penasco*|oido|oidos',
      it: 'rocche petrose|orecchio|mastoidi'
    }
  },
  {
    code: '361078006',
    meaning: 'Internal auditory canal',
    region: 'Head',
    any: 'iac|iacs|auditory canal|acoustic|khbw'
  },
  {
    code: '42575006',
    meaning: 'Sella turcica',
    region: 'Head',
    any: 'sella|pituitar*|hypophys*|ipofisi|hipofiz*|hipofis*|sellar'
  },
  { code: '45289007', meaning: 'Parotid gland', region: 'Head', any: 'parotid*|parotis', words: { fr: 'parotide*' } },
  {
    code: '774007',
    meaning: 'Head and neck',
    region: 'Head and neck',
    any: 'headneck|head neck|head and neck|hals kopf|kopf hals|tete et cou|cabeza y cuello|testa e collo|testa collo|glava i vrat|glave i vrata|supraaort*|supra aort*|tsa'
  },

  // Neck.
  {
    code: '45048000',
    meaning: 'Neck',
    region: 'Neck',
    any: 'neck|soft tissue neck',
    words: {
      de: 'hals|halsweichteil*|halsgefass*|halsgefaess*',
      hr: 'vrat|vrata|vratu',
      fr: 'cou',
      es: 'cuello',
      it: 'collo'
    }
  },
  { code: '69105007', meaning: 'Carotid artery', region: 'Neck', any: 'carotid*|karotid*|carotis|karotis' },
  {
    code: '69748006',
    meaning: 'Thyroid',
    region: 'Neck',
    any: 'thyroid*|tiroid*|parathyroid*',
    words: { de: 'schilddrus*|schilddrues*', hr: 'stitnjac*|stitn* zlijezd*', fr: 'thyroide*' }
  },
  {
    code: '4596009',
    meaning: 'Larynx',
    region: 'Neck',
    any: 'laryn*|larin*',
    words: { de: 'kehlkopf*', hr: 'grkljan*' }
  },
  {
    code: '54066008',
    meaning: 'Pharynx',
    region: 'Neck',
    any: 'pharyn*|nasopharyn*|faring*|faringe',
    words: { de: 'rachen*', hr: 'zdrijel*' }
  },
  { code: '54019009', meaning: 'Submandibular gland', region: 'Neck', any: 'submandib*' },
  { code: '417437006', meaning: 'Neck and chest', region: 'Neck and chest', any: 'neckchest' },
  { code: '416152001', meaning: 'Neck, chest and abdomen', region: 'Neck, chest and abdomen', any: 'neckchestabdomen' },
  {
    code: '416319003',
    meaning: 'Neck, chest, abdomen and pelvis',
    region: 'Neck, chest, abdomen and pelvis',
    any: 'neckchestabdpelv|ncap'
  },

  // Chest.
  {
    code: '816094009',
    meaning: 'Chest',
    region: 'Chest',
    any: 'chest|thorax|thorac*|torax|toraks*|cxr|hrct|thx',
    words: {
      en: 'chests',
      de: 'brustkorb|rontgenthorax',
      hr: 'prsni kos|prsnog kosa|prsni|prsiste|prsista|srce i pluca|srca i pluca|pluca i srce|pluca i srca|grudni kos',
      fr: 'thoracique|poitrine|poumons coeur',
      es: 'torax|toracic*|pecho',
      it: 'torace|toracic*'
    }
  },
  {
    code: '39607008',
    meaning: 'Lung',
    region: 'Chest',
    any: 'lung|lungs|pulmon*|pulmo|lungen*|pe study|ctpa',
    words: { de: 'lunge', hr: 'pluca|plucn*', fr: 'poumon|poumons', es: 'pulmon|pulmones', it: 'polmon*' }
  },
  { code: '86598002', meaning: 'Apex of lung', region: 'Chest', any: 'lung apex|apical lung' },
  { code: '955009', meaning: 'Bronchus', region: 'Chest', any: 'bronch*|bronh*|bronqui*' },
  {
    code: '44567001',
    meaning: 'Trachea',
    region: 'Chest',
    any: 'trache*|trahe*|traquea*',
    words: { de: 'luftrohre*' }
  },
  { code: '72410000', meaning: 'Mediastinum', region: 'Chest', any: 'mediastin*|medijastin*' },
  {
    code: '113197003',
    meaning: 'Rib',
    region: 'Chest',
    any: 'rib|ribs|hemithorax',
    words: {
      de: 'rippe*',
      hr: 'rebro|rebra|rebara',
      fr: 'cotes|gril costal',
      es: 'costilla*|parrilla costal',
      it: 'coste|costole|emicostato'
    }
  },
  {
    code: '56873002',
    meaning: 'Sternum',
    region: 'Chest',
    any: 'sternum|sternal|sternoto*|breastbone',
    words: { hr: 'prsna kost', es: 'esternon', fr: 'sternum' }
  },
  { code: '7844006', meaning: 'Sternoclavicular joint', region: 'Chest', any: 'sternoclav*|sterno clav*|scjoint' },
  {
    code: '32849002',
    meaning: 'Esophagus',
    region: 'Chest',
    any: 'esophag*|oesophag*|osophag*|esofag*|jednjak*|barium swallow',
    words: { de: 'speiserohre*|breischluck', hr: 'ezofag*' }
  },
  {
    code: '80891009',
    meaning: 'Heart',
    region: 'Heart',
    any: 'heart|cardiac|cardio*|kardi*|myocard*|miokard*|coronary arter*|coronaries|coronary|koronar*|coronarograph*|cta cor|echocard*|echokard*|ecocard*|ehokard*|tte|tee|ventric*|left ventricle|coronary sinus|cardiaca|cardiaque|4ch|2ch|3ch|sax cine|cine sax',
    words: {
      de: 'herz*',
      hr: 'srce|srca',
      fr: 'coeur|coronaire*|coroscanner|ett|eto',
      es: 'corazon|coronarias',
      it: 'cuore|coronarie'
    }
  },
  { code: '15825003', meaning: 'Aorta', region: 'Chest', any: 'thoracic aorta|aortic arch|aorta thorac*' },
  {
    code: '76752008',
    meaning: 'Breast',
    region: 'Breast',
    any: 'breast|breasts|mammo*|mamo*|mamma|mammae|mammar*|mamar*|mlo|lcc|rcc|lmlo|rmlo|tomosynth*|tomosint*',
    words: {
      de: 'brust|bruste|brueste',
      hr: 'dojka|dojke|dojki|dojku|grud',
      fr: 'sein|seins|mammaire*',
      es: 'mama|mamas|mamari*',
      it: 'mammella|mammelle|senologic*'
    }
  },
  {
    code: '91470000',
    meaning: 'Axilla',
    region: 'Breast',
    any: 'axill*|aksil*|axilar*',
    words: { de: 'achsel*', hr: 'pazuh*' }
  },
  {
    code: '416550000',
    meaning: 'Chest and abdomen',
    region: 'Chest and abdomen',
    any: 'chestabdomen|thorakoabdominal*|thoracoabdominal*|thoraco abdominal*|toracoabdominal*|toraco abdominal*|torakoabdominal*|torso'
  },
  {
    code: '416775004',
    meaning: 'Chest, abdomen and pelvis',
    region: 'Chest, abdomen and pelvis',
    any: 'chestabdpelvis|cap|tap|c a p|ch abd pel|cabp|thoraco abdomino pelv*|thoracoabdominopelv*|toraco abdomino pelv*|toracoabdominopelv*|tabd pelv'
  },

  // Abdomen.
  {
    code: '818981001',
    meaning: 'Abdomen',
    region: 'Abdomen',
    any: 'abdomen|abdom*|abd|abdo|kub|retroperiton*|mesenter*|biphasic liver|triphasic',
    words: {
      en: 'belly|upper abdomen|ruq|luq|upper quadrant',
      de: 'bauch*|oberbauch*|unterbauch*|abdomen*|oberbauchorgane',
      hr: 'trbuh|trbuha|trbusn*|abdomena',
      fr: 'ventre|asp',
      es: 'vientre',
      it: 'addom*'
    }
  },
  {
    code: '10200004',
    meaning: 'Liver',
    region: 'Abdomen',
    any: 'liver|hepat*|hepar',
    words: { de: 'leber*', hr: 'jetr*', fr: 'foie', es: 'higado|hepatic*', it: 'fegato|epatic*' }
  },
  {
    code: '28231008',
    meaning: 'Gallbladder',
    region: 'Abdomen',
    any: 'gallbladder|gall bladder|gb',
    words: {
      de: 'gallenblase*|galle',
      hr: 'zucni mjehur|zucnog mjehura|zuc',
      fr: 'vesicule biliaire',
      es: 'vesicula biliar',
      it: 'colecisti|cistifellea'
    }
  },
  {
    code: '28273000',
    meaning: 'Bile duct',
    region: 'Abdomen',
    any: 'bile duct|biliar*|mrcp|ercp|cholangio*|colangio*|kolangio*|biliary',
    words: {
      de: 'gallenweg*|gallengang*',
      hr: 'zucni vodovi|zucnih vodova',
      fr: 'voies biliaires|bili irm',
      es: 'vias biliares',
      it: 'vie biliari'
    }
  },
  { code: '110621006', meaning: 'Pancreatic duct and bile duct systems', region: 'Abdomen', any: 'pancreatobil*' },
  {
    code: '15776009',
    meaning: 'Pancreas',
    region: 'Abdomen',
    any: 'pancrea*|pankrea*|head of pancreas|pancreatic head',
    words: { de: 'bauchspeicheldruse*', hr: 'gusterac*' }
  },
  {
    code: '78961009',
    meaning: 'Spleen',
    region: 'Abdomen',
    any: 'spleen|splen*',
    words: { de: 'milz*', hr: 'slezen*', es: 'bazo', it: 'milza' }
  },
  {
    code: '64033007',
    meaning: 'Kidney',
    region: 'Abdomen',
    any: 'kidney|kidneys|renal*|nephro*|nefro*',
    words: {
      de: 'niere*|nephr*',
      hr: 'bubreg*|bubrez*',
      fr: 'rein droit|rein gauche|reins|renale*',
      es: 'rinon|rinones',
      it: 'rene|reni'
    }
  },
  {
    code: '23451007',
    meaning: 'Adrenal gland',
    region: 'Abdomen',
    any: 'adrenal*|suprarenal*|surren*',
    words: { de: 'nebenniere*', hr: 'nadbubrez*' }
  },
  {
    code: '431491007',
    meaning: 'Upper urinary tract',
    region: 'Abdomen and pelvis',
    any: 'ivu|ivp|urogra*|uro ct|ct uro|urinary tract|uroct|urotc|uro tc',
    words: {
      de: 'harnweg*',
      hr: 'mokracn* sustav*|urotrakt*',
      fr: 'uroscanner|voies urinaires',
      es: 'vias urinarias|urotac',
      it: 'vie urinarie|apparato urinario'
    }
  },
  { code: '87953007', meaning: 'Ureter', region: 'Abdomen and pelvis', any: 'ureter*|harnleiter*|mokracovod*' },
  {
    code: '69695003',
    meaning: 'Stomach',
    region: 'Abdomen',
    any: 'stomach|gastr*|pylor*|prepylor*',
    words: { de: 'magen*', hr: 'zeludac*|zeluc*', fr: 'estomac', es: 'estomago', it: 'stomaco' }
  },
  { code: '38848004', meaning: 'Duodenum', region: 'Abdomen', any: 'duoden*|zwolffingerdarm*' },
  {
    code: '110861005',
    meaning: 'Esophagus, stomach and duodenum',
    region: 'Abdomen',
    any: 'ugi|upper gi|gastroduoden*|eso gastro duod*|oeso gastro duod*'
  },
  {
    code: '71854001',
    meaning: 'Colon',
    region: 'Abdomen',
    any: 'colon|colono*|colic|kolon*|barium enema|virtual colon*',
    words: { de: 'dickdarm*', hr: 'debelo crijevo|debelog crijeva', es: 'colon', it: 'clisma opaco' }
  },
  {
    code: '14742008',
    meaning: 'Large intestine',
    region: 'Abdomen',
    any: 'large bowel|large intestine|bowel|intestin*',
    words: { de: 'darm*', hr: 'crijev*', fr: 'grele', es: 'intestino*' }
  },
  {
    code: '30315005',
    meaning: 'Small intestine',
    region: 'Abdomen',
    any: 'small bowel|small intestine|enterogr*|enterocl*|entero mr*|sellink|enteroclysis',
    words: {
      de: 'dunndarm*|duenndarm*',
      hr: 'tanko crijevo|tankog crijeva|enterograf*',
      fr: 'entero irm|entero scanner|enteroirm|enteroscanner',
      es: 'entero rm|intestino delgado',
      it: 'entero rm|tenue'
    }
  },
  { code: '21306003', meaning: 'Jejunum', region: 'Abdomen', any: 'jejun*' },
  { code: '34516001', meaning: 'Ileum', region: 'Abdomen', any: 'ileum|terminal ileum' },
  {
    code: '66754008',
    meaning: 'Appendix',
    region: 'Abdomen',
    any: 'appendi*|apendi*',
    words: { de: 'blinddarm*', hr: 'slijepo crijevo|crvuljak' }
  },
  {
    code: '7832008',
    meaning: 'Abdominal aorta',
    region: 'Abdomen',
    any: 'abdominal aorta|aorta abdom*|aaa|evar|aorta'
  },
  {
    code: '818982008',
    meaning: 'Abdomen and pelvis',
    region: 'Abdomen and pelvis',
    any: 'abdomenpelvis|abdpelv*|abd pel|abd pelv*|abdo pelv*|abdomino pelv*|abdominopelv*|a p ct|abdomen becken|addome completo|abdomen i zdjelic*|abdomena i zdjelic*|addome e pelvi|abdomen y pelvis|abdomen et pelvis'
  },

  // Pelvis.
  {
    code: '816092008',
    meaning: 'Pelvis',
    region: 'Pelvis',
    any: 'pelvis|pelvi*|hysterosalp*|isterosalp*|histerosalp*|hsg|transvaginal|transvag|tvus',
    words: {
      de: 'becken*|beckenubersicht*|beckenuebersicht*|kleines becken',
      hr: 'zdjelic*|karlic*',
      fr: 'bassin|petit bassin|pelvien*',
      es: 'pelvic*|cadera pelvis',
      it: 'bacino|pelvi|scavo pelvico'
    }
  },
  {
    code: '89837001',
    meaning: 'Bladder',
    region: 'Pelvis',
    any: 'bladder|vesical*|cystogra*|cistogra*|vcug|mcu|cystography',
    words: {
      de: 'harnblase*|blase|mcug',
      hr: 'mokracni mjehur|mokracnog mjehura|cistograf*',
      fr: 'vessie',
      es: 'vejiga',
      it: 'vescica'
    }
  },
  { code: '13648007', meaning: 'Urethra', region: 'Pelvis', any: 'urethr*|uretr*' },
  {
    code: '110639002',
    meaning: 'Uterus and fallopian tubes',
    region: 'Pelvis',
    any: 'uterus|uterin*|ovar*|endometr*|cervical cancer|cervical ca|ca cervix|cervix|gynec*|gynaec*|gynak*|ginekol*|ginecol*|fetus|fetal|obstet*|ostetric*|opstetric*',
    words: {
      de: 'gebarmutter*|schwangerschaft*',
      hr: 'maternic*|jajni*|trudnoc*|fetal*',
      fr: 'foetal*|foetus|grossesse',
      es: 'utero|fetal',
      it: 'utero|fetale'
    }
  },
  {
    code: '34402009',
    meaning: 'Rectum',
    region: 'Pelvis',
    any: 'rect*|rekt*|retto|defecogr*|defaecogr*|defekogr*|anorect*',
    words: { de: 'enddarm*|mastdarm*', hr: 'debelo crijevo rektum|zavrsno crijevo' }
  },
  { code: '53505006', meaning: 'Anus', region: 'Pelvis', any: 'anus|anal|perianal*|fistel mrt' },
  { code: '41216001', meaning: 'Prostate', region: 'Prostate', any: 'prostat*|mpmri prost*|mp mri prost*' },
  { code: '40689003', meaning: 'Testis', region: 'Pelvis', any: 'testis*|testic*|scrot*|skrot*|hoden*|testes' },
  {
    code: '54735007',
    meaning: 'Sacrum',
    region: 'Pelvis',
    any: 'sacrum|sacral|sakrum|sakral*|os sacrum|sspine|s spine',
    words: { de: 'kreuzbein*', hr: 'krizna kost|sakralna kost', es: 'sacro', it: 'sacro' }
  },
  {
    code: '64688005',
    meaning: 'Coccyx',
    region: 'Pelvis',
    any: 'coccyx|coccyg*|kokcig*|trtic*|coxis|coccige',
    words: { de: 'steissbein*' }
  },
  {
    code: '39723000',
    meaning: 'Sacroiliac joint',
    region: 'Pelvis',
    any: 'si joint|si joints|sacroil*|sakroil*|sacro il*|sijoint|isg',
    words: { de: 'iliosakral*', hr: 'si zglob*|sakroilijakal*', fr: 'sacro iliaque*' }
  },
  {
    code: '26893007',
    meaning: 'Inguinal region',
    region: 'Pelvis',
    any: 'groin*|inguin*|ingvin*',
    words: { de: 'leiste|leisten*', hr: 'prepon*', fr: 'aine', es: 'ingle' }
  },
  { code: '22356005', meaning: 'Ilium', region: 'Pelvis', any: 'ilium' },
  { code: '37783008', meaning: 'Acetabulum', region: 'Hip', any: 'acetab*|hufpfanne*' },

  // Spine.
  {
    code: '421060004',
    meaning: 'Spine',
    region: 'Spine',
    any: 'spine|whole spine|total spine|spinal*|vertebra*|scoliosis|skolio*|escolio*|scolio*|wholespine|myelogra*|mielogra*',
    words: {
      de: 'wirbelsaule*|wirbelsaeule*|wirbel*|ganzwirbel*',
      hr: 'kraljez*|kraljes*|kicma|kicme|kicmen*',
      fr: 'rachis|rachid*|colonne|colonne vertebrale|vertebral*',
      es: 'columna|columna vertebral|espina|raquis',
      it: 'colonna|colonna vertebrale|rachide'
    }
  },
  {
    code: '122494005',
    meaning: 'Cervical spine',
    region: 'Cervical spine',
    any: 'cspine|c spine|csp|c sp|cervical*|cervic*|c1 c2|atlanto*|dens|odontoid',
    words: {
      de: 'hws|halswirbel*|zervikal*',
      hr: 'vratna kraljez*|vratne kraljez*|vratnoj kraljez*|cervikaln*|c kraljez*',
      fr: 'rachis cervical*|cervicale',
      es: 'columna cervical|cervicales',
      it: 'rachide cervicale|colonna cervicale'
    }
  },
  {
    code: '1217257000',
    meaning: 'Cervico-thoracic spine',
    region: 'Cervicothoracic spine',
    any: 'cervicothor*|cervico thor*|ctspine|ct spine junction|c t spine|cervicodors*|cervico dors*|cervikotor*'
  },
  {
    code: '122495006',
    meaning: 'Thoracic spine',
    region: 'Thoracic spine',
    any: 'tspine|t spine|tsp|t sp|thoracic spine|thorac spine|dorsal spine|d spine|dspine|th spine',
    words: {
      de: 'bws|brustwirbel*|thorakalwirbel*',
      hr: 'torakalna kraljez*|torakalne kraljez*|prsna kraljez*|prsne kraljez*|th kraljez*|grudna kraljez*|grudne kraljez*',
      fr: 'rachis dorsal|rachis thoracique|colonne dorsale|rachis dorsale',
      es: 'columna dorsal|columna toracica',
      it: 'rachide dorsale|colonna dorsale|rachide toracico'
    }
  },
  {
    code: '1217256009',
    meaning: 'Thoraco-lumbar spine',
    region: 'Thoracolumbar spine',
    any: 'thoracolumb*|thorakolumb*|thoraco lumb*|dorsolumb*|dorso lumb*|dorsolomb*|dorso lomb*|tlspine|t l spine|tl spine|torakolumb*|toracolumb*|bws lws'
  },
  {
    code: '122496007',
    meaning: 'Lumbar spine',
    region: 'Lumbar spine',
    any: 'lspine|l spine|lsp|l sp|lumbar*|lumb*',
    words: {
      de: 'lws|lendenwirbel*',
      hr: 'slabinsk*|lumbaln*|ls kraljez*|l kraljez*',
      fr: 'lombaire*|rachis lombaire',
      es: 'columna lumbar|lumbares',
      it: 'lombare|rachide lombare|lombosacral*|lombo sacral*'
    }
  },
  {
    code: '1217253001',
    meaning: 'Lumbo-sacral spine',
    region: 'Lumbar spine',
    any: 'lsspine|ls spine|l s spine|lumbosa*|lumbo sa*|lombosac*|lombo sac*|ls wirbel*|l5 s1|l4 l5'
  },
  {
    code: '110517009',
    meaning: 'Vertebral column and cranium',
    region: 'Spine',
    any: 'cranio spinal|craniospinal*|neuroaxis|neuroachse'
  },

  // Upper limb.
  {
    code: '16982005',
    meaning: 'Shoulder',
    region: 'Shoulder',
    any: 'shoulder|shoulders|glenohum*|rotator cuff|humeral head',
    words: {
      de: 'schulter*',
      hr: 'rame|ramena|ramenu|rameni zglob|ramenog zgloba',
      fr: 'epaule|epaules',
      es: 'hombro|hombros',
      it: 'spalla|spalle'
    }
  },
  {
    code: '85856004',
    meaning: 'Acromioclavicular joint',
    region: 'Shoulder',
    any: 'acromio*|akromio*|ac joint|ac joints|acjoint',
    words: { de: 'ac gelenk*|schultereckgelenk*' }
  },
  {
    code: '51299004',
    meaning: 'Clavicle',
    region: 'Shoulder',
    any: 'clavic*|klavik*|clavicul*',
    words: { de: 'schlusselbein*|schluesselbein*', hr: 'kljucn* kost*|kljucna kost' }
  },
  {
    code: '79601000',
    meaning: 'Scapula',
    region: 'Shoulder',
    any: 'scapul*|skapul*|escapul*|omoplat*',
    words: { de: 'schulterblatt*', hr: 'lopatic*' }
  },
  {
    code: '85050009',
    meaning: 'Humerus',
    region: 'Upper arm',
    any: 'humer*|upper arm|upperarm',
    words: { de: 'oberarm*', hr: 'nadlaktic*', fr: 'bras', es: 'brazo', it: 'omero|braccio' }
  },
  {
    code: '16953009',
    meaning: 'Elbow joint',
    region: 'Elbow',
    any: 'elbow|elbows|elbow joint|radial head',
    words: {
      de: 'ellenbog*|ellbog*',
      hr: 'lakat|lakta|laktu|lakatni zglob',
      fr: 'coude|coudes',
      es: 'codo|codos',
      it: 'gomito|gomiti'
    }
  },
  {
    code: '14975008',
    meaning: 'Forearm',
    region: 'Forearm',
    any: 'forearm|forearms|radius ulna|radius and ulna|ulna|radius|lower arm',
    words: {
      de: 'unterarm*',
      hr: 'podlaktic*',
      fr: 'avant bras|avantbras',
      es: 'antebrazo*',
      it: 'avambraccio|avambracci'
    }
  },
  {
    code: '74670003',
    meaning: 'Wrist joint',
    region: 'Wrist',
    any: 'wrist|wrists|scaphoid|carpal*|carpus|karpal*|skafoid*',
    words: {
      de: 'handgelenk*|handwurzel*|kahnbein*',
      hr: 'rucni zglob|rucnog zgloba|rucni zglobovi',
      fr: 'poignet|poignets',
      es: 'muneca|munecas',
      it: 'polso|polsi'
    }
  },
  {
    code: '85562004',
    meaning: 'Hand',
    region: 'Hand',
    any: 'hand|hands|metacarp*|bone age|boneage',
    words: {
      en: 'palm',
      de: 'hande|haende|mittelhand*|handskelett',
      hr: 'saka|sake|saku|sakama',
      fr: 'main droite|main gauche|mains|radio main|rx main|irm main|radiographie main|radiographie de la main|de la main|age osseux',
      es: 'mano|manos|edad osea',
      it: 'mano|mani|eta ossea'
    }
  },
  {
    code: '7569003',
    meaning: 'Finger',
    region: 'Hand',
    any: 'finger|fingers|phalan*',
    words: {
      de: 'finger*|zeigefinger|mittelfinger|ringfinger',
      hr: 'prst sake|prsti sake|prst',
      fr: 'doigt|doigts',
      es: 'dedo mano|dedos mano|dedo|dedos',
      it: 'dito|dita'
    }
  },
  {
    code: '76505004',
    meaning: 'Thumb',
    region: 'Hand',
    any: 'thumb|thumbs',
    words: { de: 'daumen*', hr: 'palac|palca', fr: 'pouce', es: 'pulgar', it: 'pollice' }
  },
  {
    code: '53120007',
    meaning: 'Upper limb',
    region: 'Upper limb',
    any: 'upper limb|upper limbs|upper extremit*|up ext|upper ext|upperlimb|arm|arms',
    words: {
      de: 'arm|arme|obere extremitat*',
      hr: 'ruka|ruke|gornji ekstremitet*|gornjih ekstremitet*',
      fr: 'membre superieur|membres superieurs',
      es: 'extremidad superior|miembro superior',
      it: 'arto superiore|arti superiori'
    }
  },
  { code: '371195002', meaning: 'Bone of upper limb', region: 'Upper limb', any: 'bone of upper limb' },

  // Lower limb.
  {
    code: '24136001',
    meaning: 'Hip joint',
    region: 'Hip',
    any: 'hip|hips|hip joint|femoral neck|femoral head|coxa*|koxa*',
    words: {
      de: 'hufte|huften|huft*|huefte|hueften|hueft*',
      hr: 'kuk|kuka|kukova|kukovi|kuku',
      fr: 'hanche|hanches',
      es: 'cadera|caderas',
      it: 'anca|anche'
    }
  },
  {
    code: '71341001',
    meaning: 'Femur',
    region: 'Thigh',
    any: 'femur|femor*|femoral*|thigh|thighs',
    words: {
      de: 'oberschenkel*|femur*',
      hr: 'natkoljenic*|bedro|bedra|bedren* kost*|butna kost',
      fr: 'cuisse|cuisses',
      es: 'muslo|muslos',
      it: 'coscia|cosce|femore'
    }
  },
  {
    code: '72696002',
    meaning: 'Knee',
    region: 'Knee',
    any: 'knee|knees|meniscus|menisc*|patell*|acl|tunnel view',
    words: {
      de: 'knie*|kniegelenk*|kniescheibe*',
      hr: 'koljen*|patel*',
      fr: 'genou|genoux|rotule*',
      es: 'rodilla*|rotula*',
      it: 'ginocchi*|rotula'
    }
  },
  { code: '64234005', meaning: 'Patella', region: 'Knee', any: 'patella' },
  {
    code: '30021000',
    meaning: 'Lower leg',
    region: 'Lower leg',
    any: 'lower leg|lowerleg|tibia*|fibula*|tib fib|calf|shin|tibfib',
    words: {
      de: 'unterschenkel*|wade|waden*|schienbein*|wadenbein*',
      hr: 'potkoljenic*',
      fr: 'jambe|jambes|mollet*|tibia perone',
      es: 'pierna|pantorrilla*|perone',
      it: 'gamba|gambe|polpaccio|perone'
    }
  },
  {
    code: '70258002',
    meaning: 'Ankle joint',
    region: 'Ankle',
    any: 'ankle|ankles|ankle joint|mortise|malleol*|talus|subtalar|achill*|ahil*|aquil*|tibiotars*|tibio tars*',
    words: {
      de: 'sprunggelenk*|osg|knochel*',
      hr: 'glezan*|gleznj*|nozni zglob|skocni zglob',
      fr: 'cheville*',
      es: 'tobillo*',
      it: 'caviglia|caviglie'
    }
  },
  {
    code: '56459004',
    meaning: 'Foot',
    region: 'Foot',
    any: 'foot|feet|metatars*|forefoot|midfoot|hindfoot|lisfranc',
    words: {
      de: 'fuss|fusse|fuesse|vorfuss*|mittelfuss*|ruckfuss*|fuss*',
      hr: 'stopal*',
      fr: 'pied|pieds|avant pied',
      es: 'pie|pies|antepie',
      it: 'piede|piedi|avampiede'
    }
  },
  {
    code: '80144004',
    meaning: 'Calcaneus',
    region: 'Foot',
    any: 'calcan*|calcagn*|kalkan*|heel|os calcis',
    words: { de: 'ferse*|fersenbein*', hr: 'petn* kost*|pete', fr: 'talon', es: 'talon', it: 'tallone' }
  },
  {
    code: '29707007',
    meaning: 'Toe',
    region: 'Foot',
    any: 'toe|toes|hallux|great toe|sesamoid*',
    words: {
      de: 'zeh|zehe|zehen*|grosszehe*',
      hr: 'prst stopala|prsti stopala|nozni prst*|palac stopala',
      fr: 'orteil|orteils',
      es: 'dedo pie|dedos pie|dedo del pie|dedos del pie',
      it: 'alluce|dita del piede|dita piede'
    }
  },
  { code: '27949001', meaning: 'Tarsal joint', region: 'Foot', any: 'tarsal*|tarsus' },
  {
    code: '61685007',
    meaning: 'Lower limb',
    region: 'Lower limb',
    any: 'lower limb|lower limbs|lower extremit*|low ext|lower ext|lowerlimb|extremity|extremities|extremit*|long leg|leg|legs|runoff|run off|full leg',
    words: {
      de: 'bein|beine|ganzbein*|beinachse*|beinvene*|beinarter*|untere extremitat*|becken bein*|beinangio*',
      hr: 'noga|noge|nogu|donji ekstremitet*|donjih ekstremitet*',
      fr: 'membre inferieur|membres inferieurs|goniometrie|gonometrie',
      es: 'extremidad inferior|miembro inferior|miembros inferiores|extremidades inferiores',
      it: 'arto inferiore|arti inferiori'
    }
  },
  { code: '72001000', meaning: 'Bone of lower limb', region: 'Lower limb', any: 'bone of lower limb' },
  {
    code: '1231522001',
    meaning: 'Pelvis and lower extremities',
    region: 'Pelvis and lower limbs',
    any: 'pelvislowextrem|becken bein|becken beine|pelvis lower extremit*'
  },

  // All of it.
  {
    code: '38266002',
    meaning: 'Entire body',
    region: 'Whole body',
    any: 'wholebody|whole body|total body|entire body|full body|wb pet|pet wb|wb ct|wb bone|skull base to thigh|vertex to thigh|skeletal survey|bone scan|polytrauma*|politrauma*|babygram',
    words: {
      de: 'ganzkorper*|ganzkoerper*|skelettszint*|traumaspirale',
      hr: 'cijelo tijelo|cijelog tijela|scintigrafija kost*',
      fr: 'corps entier|body scanner|scintigraphie osseuse',
      es: 'cuerpo entero|cuerpo completo|rastreo oseo|gammagrafia osea',
      it: 'corpo intero|scintigrafia ossea|corpo in toto'
    }
  }
]
