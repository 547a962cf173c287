import type { Team } from './people.rows.ts';

// biome-ignore format: one person a line
export const americas: readonly Team[] = [
  { company: 'quillmarsh', people: [
    ['Marisol', 'Etcheverry', 'marisol.etcheverry', 'marisol-etcheverry-quillmarsh', 'VP of Sales', 'Austin', 'qualified', 'inbound', { phone: '+1 512 555 0118' }],
    ['Robert', 'Tallgrass', 'bob.tallgrass', 'bob-tallgrass-quillmarsh', 'CRO', 'Austin', 'converted', 'referral', { short: 'Bob', phone: '+1 512 555 0142', also: ['bob@tallgrass.example'] }],
    ['DeShawn', 'Applewhite', 'deshawn.applewhite', 'deshawn-applewhite-quillmarsh', 'Director of Data Engineering', 'Denver', 'converted', 'webinar', { phone: '+1 303 555 0127' }],
    ['Hyejin', 'Park-Lowell', 'hyejin.parklowell', 'hyejin-park-lowell-quillmarsh', 'Head of Product Analytics', 'Seattle', 'new', 'apollo'],
    ['Theodore', 'Vanderkolk', 'ted.vanderkolk', '', 'Account Executive', 'Chicago', 'new', 'import', { short: 'Ted', phone: '+1 312 555 0163' }],
    ['Xiomara', 'Delacruz-Webb', 'xiomara.delacruz', 'xiomara-delacruz-webb-quillmarsh', 'Customer Marketing Manager', 'San Antonio', 'follow_up', 'event'],
    ['Kaleb', 'Nightingale', '', 'kaleb-nightingale-quillmarsh', 'Solutions Architect', 'Portland', 'new', 'linkedin'],
    ['Ifeoma', 'Strickland', 'ifeoma.strickland', 'ifeoma-strickland-quillmarsh', 'Chief Financial Officer', 'Austin', 'contacted', 'apollo', { phone: '+1 512 555 0176' }],
    // Robert once more, as a badge reader at an event had him: what duplicateCandidates is for.
    ['Bob', 'Tallgrass', 'b.tallgrass', '', 'Chief Revenue Officer', 'Austin', 'new', 'event', { phone: '+1 512 555 0142' }],
  ] },
  { company: 'harrowpine', people: [
    ['Ingrid', 'Halvorsen-Reyes', 'ingrid.halvorsen', 'ingrid-halvorsen-reyes-harrowpine', 'Chief Information Officer', 'Minneapolis', 'qualified', 'event', { phone: '+1 612 555 0176 ext. 204' }],
    ['Sunita', 'Raghunathan', 'sunita.raghunathan', 'sunita-raghunathan-harrowpine', 'CMIO', 'Minneapolis', 'follow_up', 'event', { full: 'Sunita Raghunathan, MD', phone: '+1 612 555 0181' }],
    ['Marcus', 'Greathouse', 'marcus.greathouse', 'marcus-greathouse-harrowpine', 'VP Supply Chain', 'Minneapolis', 'contacted', 'event', { phone: '+1 612 555 0119' }],
    ['Abdirahman', 'Warsame', 'abdi.warsame', 'abdirahman-warsame-harrowpine', 'Director of Patient Access', 'Saint Paul', 'contacted', 'webinar', { short: 'Abdi' }],
    ['Colleen', 'Fitzmorrow', 'colleen.fitzmorrow', 'colleen-fitzmorrow-harrowpine', 'Chief Nursing Officer', 'Saint Paul', 'lost', 'event', { phone: '+1 651 555 0135' }],
    ['Pa Houa', 'Vangyi', 'pahoua.vangyi', 'pa-houa-vangyi-harrowpine', 'Director of Nursing Informatics', 'Saint Paul', 'new', 'import'],
    ['Dakota', 'Whitefeather', 'dakota.whitefeather', 'dakota-whitefeather-harrowpine', 'Clinical Applications Manager', 'Duluth', 'new', 'import'],
    ['Grady', 'Sorenquist', 'grady.sorenquist', '', 'Procurement Analyst', 'Minneapolis', 'new', 'import'],
  ] },
  { company: 'finchbarrel', people: [
    ['Eleanor', 'Szymborski-Hayes', 'eleanor', 'eleanor-szymborski-hayes-finchbarrel', 'Chief Executive Officer', 'Pittsburgh', 'qualified', 'referral', { short: 'Ellie', phone: '+1 412 555 0111' }],
    ['Malik', 'Broadwater', 'malik', 'malik-broadwater-finchbarrel', 'Head of Perception', 'Pittsburgh', 'contacted', 'linkedin'],
    ['Wen-Ting', 'Liao', 'wenting', 'wen-ting-liao-finchbarrel', 'Robotics Product Manager', 'Boston', 'qualified', 'webinar', { aliases: ['廖文婷'], phone: '+1 617 555 0148' }],
    ['Jordan', 'Ashgrove', 'jordan', 'jordan-ashgrove-finchbarrel', 'Field Operations Manager', 'Cleveland', 'new', 'referral', { phone: '+1 216 555 0130' }],
    ['Camila', 'Restrepo Hoyos', 'camila', 'camila-restrepo-hoyos-finchbarrel', 'Supply Chain Manager', 'Medellín', 'new', 'linkedin'],
  ] },
  { company: 'marlowick', people: [
    ['Saul', 'Rosenwasser', 'srosenwasser', 'saul-rosenwasser-marlowick', 'Chief Digital Officer', 'New York', 'contacted', 'import', { phone: '+1 212 555 0144' }],
    ['Nkechi', 'Hargrove', 'nhargrove', 'nkechi-hargrove-marlowick', 'Head of Subscriptions', 'New York', 'follow_up', 'webinar', { phone: '+1 917 555 0152' }],
    ['Guadalupe', 'Ybarra', 'gybarra', 'lupe-ybarra-marlowick', 'Audience Development Director', 'Los Angeles Metropolitan Area', 'new', 'import', { short: 'Lupe' }],
    ['Finn', 'Callowmere', 'fcallowmere', 'finn-callowmere-marlowick', 'Ad Operations Manager', 'New York', 'new', 'import'],
    ['Rosalía', 'Montes de Oca', 'rmontesdeoca', 'rosalia-montes-de-oca-marlowick', 'Managing Editor, Español', 'Miami', 'new', 'import', { phone: '+1 305 555 0166' }],
  ] },
  { company: 'borealune', people: [
    ['Geneviève', 'Thibodeau-Lajoie', 'genevieve', 'genevieve-thibodeau-lajoie-borealune', 'Présidente', 'Montréal', 'qualified', 'webinar', { phone: '+1 514 555 0119' }],
    ['Amadou', 'Cissokhou', 'amadou', 'amadou-cissokhou-borealune', 'Directeur de la recherche', 'Montréal', 'contacted', 'webinar'],
    ['Siobhan', 'MacQuarrie', 'siobhan', 'siobhan-macquarrie-borealune', 'VP Sales, North America', 'Greater Toronto Area', 'converted', 'referral', { phone: '+1 416 555 0137' }],
    ['Harjit', 'Bainsworth-Gill', 'harjit', 'harjit-bainsworth-gill-borealune', 'Staff Machine Learning Engineer', 'Vancouver', 'new', 'inbound'],
    ['Nolwenn', 'Desrosiers', 'nolwenn', 'nolwenn-desrosiers-borealune', 'Cheffe de produit', 'Québec', 'contacted', 'webinar', { phone: '+1 418 555 0128' }],
  ] },
  { company: 'jacaruna', people: [
    ['João Vítor', 'Albuquerque Sá', 'joao.albuquerque', 'joao-vitor-albuquerque-jacaruna', 'Diretor de Crédito', 'São Paulo', 'contacted', 'apollo'],
    ['Thaís', 'Kobayashi', 'thais.kobayashi', 'thais-kobayashi-jacaruna', 'Head de Produto', 'São Paulo', 'qualified', 'apollo'],
    ['Otávio', 'Breitkreuz', 'otavio.breitkreuz', 'otavio-breitkreuz-jacaruna', 'Diretor de Tecnologia', 'Porto Alegre', 'contacted', 'apollo'],
    ['Luana', 'Conceição', 'luana.conceicao', 'luana-conceicao-jacaruna', 'Gerente de Compras', 'Salvador', 'new', 'apollo'],
    ['Milagros', 'Quispe Huamaní', '', 'milagros-quispe-jacaruna', 'Country Manager Perú', 'Lima', 'new', 'linkedin', { short: 'Mili' }],
  ] },
  { company: 'cenzontla', people: [
    ['Ximena', 'Barragán Luna', 'ximena.barragan', 'ximena-barragan-cenzontla', 'Directora de Operaciones', 'Ciudad de México', 'contacted', 'linkedin', { also: ['ximena@barragan-luna.example'] }],
    ['Emiliano', 'Xicohténcatl', 'emiliano.xicohtencatl', 'emiliano-xicohtencatl-cenzontla', 'Ingeniero de Datos', 'Puebla', 'new', 'linkedin'],
    ['Andrés Felipe', 'Ospina Rendón', 'andres.ospina', 'andres-felipe-ospina-cenzontla', 'Country Manager Colombia', 'Bogotá', 'contacted', 'event'],
  ] },
  { company: 'puelche-viento', people: [
    ['Florencia', 'Ibarguren', 'florencia', 'florencia-ibarguren-puelche', 'Directora de Desarrollo', 'Buenos Aires', 'contacted', 'referral'],
    ['Martín', 'Huenchumán', 'martin', '', 'Jefe de Mantenimiento', 'Neuquén', 'new', 'referral'],
    ['Catalina', 'Errázuriz Pino', 'catalina', 'catalina-errazuriz-pino-puelche', 'Project Finance Lead', 'Santiago', 'lost', 'referral'],
  ] },
];
