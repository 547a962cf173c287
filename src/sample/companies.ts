import { companyDetails } from './companies.details.ts';
import { type SamplePlace, toLocation } from './places.ts';
import type { SampleLead, SampleOrigin, SampleSize, SampleStatus } from './sample.types.ts';

/** `mailbox` is the role address before the `@`. */
interface CompanyExtras {
  short?: string;
  aliases?: string[];
  mailbox?: string;
  phone?: string;
  social?: string;
}

type CompanyRow = readonly [
  key: string,
  name: string,
  place: SamplePlace,
  industry: string,
  size: SampleSize,
  status: SampleStatus,
  source: SampleOrigin,
  more?: CompanyExtras,
];

// Phone numbers, here and with the people, only from ranges that regulators keep free for fiction.
// biome-ignore format: one company a line
const rows = [
  ['nordwind-logistik', 'Nordwind Logistik GmbH', 'Hamburg', 'Logistics and supply chain', '201-500', 'qualified', 'webinar', { short: 'Nordwind', mailbox: 'info', phone: '+49 40 66969 100' }],
  ['quillmarsh', 'Quillmarsh Analytics, Inc.', 'Austin', 'Business intelligence', '201-500', 'converted', 'referral', { short: 'Quillmarsh', mailbox: 'hello', phone: '+1 512 555 0100' }],
  ['geppaku-electric', '月白電機株式会社', 'Osaka', 'Consumer electronics', '1001-5000', 'contacted', 'event', { short: 'Geppaku Electric', aliases: ['Geppaku Denki'] }],
  ['paywaka', 'Paywaka Technologies Ltd', 'Lagos', 'Payments', '201-500', 'qualified', 'inbound', { short: 'Paywaka', mailbox: 'partners' }],
  ['jacaruna', 'Jacarúna Crédito S.A.', 'São Paulo', 'Consumer lending', '501-1000', 'contacted', 'apollo', { short: 'Jacarúna' }],
  ['brightferry', 'Brightferry Ltd', 'Bristol', 'Open banking', '51-200', 'qualified', 'inbound', { short: 'Brightferry', mailbox: 'hello', phone: '+44 117 496 0100' }],
  ['mayurika', 'Mayurika Retail Pvt. Ltd.', 'Bengaluru', 'Fashion retail', '201-500', 'contacted', 'apollo', { short: 'Mayurika', aliases: ['ಮಯೂರಿಕಾ'] }],
  ['krynytsia', 'ТОВ «Криниця Софт»', 'Lviv', 'IT services', '201-500', 'new', 'linkedin', { short: 'Krynytsia Soft', mailbox: 'sales' }],
  ['noor-alwaha', 'شركة نور الواحة العقارية', 'Dubai', 'Real estate', '501-1000', 'follow_up', 'event', { short: 'Noor Al-Waha Properties', mailbox: 'info' }],
  ['borealune', 'Boréalune inc.', 'Montréal', 'Applied AI', '51-200', 'qualified', 'webinar', { short: 'Boréalune', phone: '+1 514 555 0100' }],
  ['wattlebark', 'Wattlebark Outdoor Pty Ltd', 'Melbourne', 'Outdoor equipment', '51-200', 'new', 'import', { short: 'Wattlebark', mailbox: 'support', phone: '+61 3 5550 0100' }],
  ['kranichwerk', 'Kranichwerk AG', 'Stuttgart', 'Industrial automation', '1001-5000', 'contacted', 'apollo', { mailbox: 'kontakt' }],
  ['mavuno-juu', 'Mavuno Juu Ltd', 'Nairobi', 'Agricultural technology', '51-200', 'qualified', 'referral', { mailbox: 'info' }],
  ['thalassini-shipping', 'Θαλασσινή Ναυτιλιακή Α.Ε.', 'Piraeus', 'Shipping', '201-500', 'new', 'apollo', { short: 'Thalassini Shipping' }],
  ['harrowpine', 'Harrowpine Health System', 'Minneapolis', 'Hospitals', '1001-5000', 'follow_up', 'event', { short: 'Harrowpine', phone: '+1 612 555 0100' }],
  ['ventadour-sante', 'Ventadour Santé SAS', 'Paris', 'Digital health', '201-500', 'contacted', 'webinar', { short: 'Ventadour', mailbox: 'contact', phone: '+33 1 99 00 10 00' }],
  ['byeolmuri', '주식회사 별무리', 'Seoul', 'Education technology', '51-200', 'new', 'linkedin', { short: 'Byeolmuri' }],
  ['cenzontla', 'Cenzontla Móvil S.A.P.I. de C.V.', 'Ciudad de México', 'Mobility', '51-200', 'contacted', 'linkedin', { short: 'Cenzontla' }],
  ['tafelkop', 'Tafelkop Mining Technologies (Pty) Ltd', 'Cape Town', 'Mining technology', '501-1000', 'lost', 'event', { short: 'Tafelkop' }],
  ['skogsmark', 'Skogsmark Data AB', 'Göteborg', 'Data infrastructure', '51-200', 'converted', 'inbound', { phone: '+46 31 390 06 00', social: 'https://github.com/skogsmark-example' }],
  ['qinglu-tech', '青鹭科技有限公司', 'Hangzhou', 'E-commerce software', '501-1000', 'new', 'import', { short: 'Qinglu Technology', aliases: ['Qinglu', '青鷺科技'] }],
  ['larkmoor', 'Larkmoor Legal', 'Dublin', 'Legal technology', '1-10', 'contacted', 'inbound', { mailbox: 'hello', phone: '+353 20 912 0100' }],
  ['finchbarrel', 'Finchbarrel Robotics, Inc.', 'Pittsburgh', 'Warehouse robotics', '51-200', 'qualified', 'referral', { short: 'Finchbarrel', phone: '+1 412 555 0100' }],
  ['saoben', 'Công ty Cổ phần Sao Bến', 'Thành phố Hồ Chí Minh', 'Freight forwarding', '201-500', 'new', 'apollo', { short: 'Sao Ben Logistics' }],
  ['brisalta', 'Brisalta Viajes S.L.', 'Málaga', 'Travel', '51-200', 'follow_up', 'webinar', { short: 'Brisalta', mailbox: 'hola' }],
  ['zubrowicz', 'Żubrowicz i Córki sp. z o.o.', 'Kraków', 'Food manufacturing', '201-500', 'new', 'import', { short: 'Żubrowicz', aliases: ['Zubrowicz & Daughters'] }],
  ['galyarok', 'גל ירוק בע״מ', 'Haifa', 'Water technology', '11-50', 'contacted', 'event', { short: 'Gal Yarok' }],
  ['marlowick', 'Marlowick Media Group', 'New York', 'Publishing', '501-1000', 'new', 'import', { short: 'Marlowick', phone: '+1 212 555 0100' }],
  ['rintik-awan', 'PT Rintik Awan Nusantara', 'Jakarta', 'Cloud telephony', '51-200', 'new', 'apollo', { short: 'Rintik Awan' }],
  ['thistlegate', 'Thistlegate Insurance plc', 'Edinburgh', 'Insurance', '501-1000', 'contacted', 'apollo', { short: 'Thistlegate', phone: '+44 131 496 0100' }],
  ['kivilcim-tekstil', 'Kıvılcım Tekstil A.Ş.', 'Bursa', 'Textiles', '1001-5000', 'new', 'import', { short: 'Kıvılcım', aliases: ['Kivilcim Textiles'] }],
  ['puelche-viento', 'Puelche Viento S.A.', 'Buenos Aires', 'Wind energy', '51-200', 'contacted', 'referral', { short: 'Puelche' }],
  ['vltavia', 'Vltavia Software s.r.o.', 'Brno', 'Developer tools', '51-200', 'converted', 'inbound', { short: 'Vltavia', mailbox: 'team', social: 'https://github.com/vltavia-example' }],
  ['tidepalm', 'Tidepalm Capital Pte. Ltd.', 'Singapore', 'Asset management', '11-50', 'qualified', 'referral', { short: 'Tidepalm' }],
  ['atelier-brumaire', 'Atelier Brumaire', 'Lyon', 'Leather goods', '11-50', 'lost', 'inbound', { mailbox: 'bonjour', phone: '+33 4 65 71 10 00' }],
  ['chandrakaya', 'Chandrakaya Diagnostics LLP', 'Pune', 'Medical devices', '51-200', 'new', 'webinar', { short: 'Chandrakaya', aliases: ['चंद्रकाया'] }],
  ['polderlicht', 'Polderlicht B.V.', 'Utrecht', 'Greenhouse technology', '11-50', 'follow_up', 'event', { mailbox: 'info' }],
  ['kuukivi', 'Kuukivi Oy', 'Tampere', 'Games', '11-50', 'new', 'linkedin', { social: 'https://www.youtube.com/@kuukivi-example' }],
  ['tuihana', 'Tuihana Robotics Limited', 'Christchurch', 'Agricultural robotics', '1-10', 'new', 'event', { short: 'Tuihana' }],
  ['oltrefosso', 'Cantine Oltrefosso S.r.l.', 'Verona', 'Wine and spirits', '11-50', 'new', 'import', { short: 'Oltrefosso', mailbox: 'cantina' }],
] as const satisfies readonly CompanyRow[];

/** The first label of a sample company's domain. */
export type CompanyKey = (typeof rows)[number][0];

export const companyDomain = (key: CompanyKey): string => `${key}.example`;

// The suffix keeps these clear of pages that exist.
export const companyLinkedin = (key: CompanyKey): string => `https://www.linkedin.com/company/${key}-example`;

export const companyNames: ReadonlyMap<CompanyKey, string> = new Map(rows.map(([key, name]) => [key, name]));

function toCompany(key: CompanyKey, row: CompanyRow): SampleLead {
  const [, full, place, industry, size, status, source, more = {}] = row;
  const { short, aliases, mailbox, phone, social } = more;
  return {
    type: 'company',
    name: { full, ...(short && { short }), ...(aliases && { aliases }) },
    location: toLocation(place),
    domain: companyDomain(key),
    socials: [{ url: companyLinkedin(key) }, ...(social ? [{ url: social }] : [])],
    ...(mailbox && { email: `${mailbox}@${companyDomain(key)}` }),
    ...(phone && { phone }),
    industry,
    size,
    status,
    source,
    ...companyDetails[key],
  };
}

export const sampleCompanies: readonly SampleLead[] = rows.map((row) => toCompany(row[0], row));
