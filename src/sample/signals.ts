import { type CompanyKey, companyDomain, companyLinkedin, companyNames } from './companies.ts';
import { samplePeople } from './people.ts';
import type { SampleLead, SampleSignal, SampleSignalEntity } from './sample.types.ts';

/** `company` is a sample company's key, `person` a sample person's email or LinkedIn slug; or an entity that is no lead. */
type SignalRow = readonly [
  occurredAt: string,
  kind: string,
  title: string,
  company: CompanyKey | SampleSignalEntity | '',
  person?: string | SampleSignalEntity,
  url?: string,
];

// Not every signal is about somebody who is a lead yet.
const ravenholt = { name: 'Ravenholt Grid ApS', domain: 'ravenholt-grid.example' };
const fennimore = { name: 'Fennimore Re', domain: 'fennimore-re.example' };
const ottoline = {
  name: 'Ottoline Greaves-Marsh',
  linkedinUrl: 'https://www.linkedin.com/in/ottoline-greaves-marsh-fennimore',
};
const idris = {
  name: 'Idris Calderwick',
  email: 'idris@calderwick.example',
  linkedinUrl: 'https://www.linkedin.com/in/idris-calderwick-advisory',
};

// biome-ignore format: one signal a line
const rows: readonly SignalRow[] = [
  ['2026-01-08T09:15:00Z', 'funding_round', 'Brightferry raises a £12m Series A led by Quaypoint Ventures', 'brightferry', '', 'https://tradewire.example/2026/brightferry-series-a'],
  ['2026-01-14T16:40:00Z', 'job_change', 'Ifeoma Strickland joins Quillmarsh as Chief Financial Officer', 'quillmarsh', 'ifeoma.strickland@quillmarsh.example'],
  ['2026-01-20T07:05:00Z', 'hiring', 'Kranichwerk opens 14 positions in motion control software', 'kranichwerk', '', 'https://kranichwerk.example/karriere'],
  ['2026-01-29T12:30:00Z', 'tech_adoption', 'Paywaka moves its ledger to MongoDB', 'paywaka', 'emeka.nwabueze@paywaka.example', 'https://engineering.paywaka.example/ledger'],
  ['2026-02-03T10:00:00Z', 'product_launch', 'Geppaku Electric presents a repairable rice cooker', 'geppaku-electric', 'm.saotome@geppaku-electric.example'],
  ['2026-02-11T18:22:00Z', 'website_visit', '4 visits to the pricing page within two days', 'borealune', '', 'https://leadgraph.example/pricing'],
  ['2026-02-17T08:45:00Z', 'post_engagement', 'Callum Thornbriar commented on “GraphQL without regrets”', 'brightferry', 'callum@brightferry.example'],
  ['2026-02-24T13:10:00Z', 'job_change', 'Thaís Kobayashi promoted to Head de Produto', 'jacaruna', 'thais.kobayashi@jacaruna.example'],
  ['2026-03-02T06:30:00Z', 'hiring', 'Mayurika looks for three pricing data scientists', 'mayurika', 'farhan.q@mayurika.example'],
  ['2026-03-05T11:55:00Z', 'funding_round', 'Mavuno Juu closes a $6m round for crop advance payments', 'mavuno-juu', 'wanjiru@mavuno-juu.example', 'https://tradewire.example/2026/mavuno-juu'],
  ['2026-03-12T15:20:00Z', 'event_attendance', 'Polderlicht exhibits at Kas & Licht 2026', 'polderlicht', 'sanne@polderlicht.example'],
  ['2026-03-19T09:40:00Z', 'tech_adoption', 'Nordwind adds Kafka to its dispatch platform', 'nordwind-logistik', 'piotr.wendzel@nordwind-logistik.example'],
  ['2026-03-26T20:05:00Z', 'website_visit', 'Read the GraphQL quick start for 18 minutes', 'finchbarrel', 'malik@finchbarrel.example', 'https://leadgraph.example/docs/quick-start'],
  ['2026-04-01T07:50:00Z', 'office_opening', 'Krynytsia Soft opens an office in Sofia', 'krynytsia', 'georgi.boyadzhiyski@krynytsia.example'],
  ['2026-04-07T14:15:00Z', 'product_launch', 'Vltavia releases version 5 of its code review bot', 'vltavia', '', 'https://vltavia.example/blog/version-5'],
  ['2026-04-09T09:00:00Z', 'funding_round', 'Ravenholt Grid raises €9m to forecast wind power', ravenholt, '', 'https://tradewire.example/2026/ravenholt-grid'],
  ['2026-04-15T10:35:00Z', 'post_engagement', 'Awa Diarrassou shared our guide to health data residency', 'ventadour-sante', 'awa.diarrassou@ventadour-sante.example'],
  ['2026-04-22T17:00:00Z', 'job_change', 'Saul Rosenwasser becomes Chief Digital Officer of Marlowick', 'marlowick', 'srosenwasser@marlowick.example', 'https://tradewire.example/2026/marlowick-cdo'],
  ['2026-04-28T12:12:00Z', 'hiring', 'Skogsmark hires its first team in Denmark', 'skogsmark', 'birgitte-noerskov-skogsmark'],
  ['2026-05-04T05:45:00Z', 'website_visit', 'First visit from Seoul, seven pages', 'byeolmuri', '', 'https://leadgraph.example/ko'],
  ['2026-05-06T13:00:00Z', 'event_attendance', 'Lena Brandt attended “Clean leads in logistics”', 'nordwind-logistik', 'lena.brandt@nordwind-logistik.example'],
  ['2026-05-13T08:20:00Z', 'tech_adoption', 'Thistlegate replaces its broker portal with a GraphQL API', 'thistlegate', 'f.auchterby@thistlegate.example'],
  ['2026-05-19T19:30:00Z', 'product_launch', 'Finchbarrel shows a robot that restacks mixed pallets', 'finchbarrel', 'eleanor@finchbarrel.example', 'https://finchbarrel.example/news/mixed-pallets'],
  ['2026-05-21T11:00:00Z', 'job_change', 'Marisol Etcheverry promoted to VP of Sales', 'quillmarsh', 'marisol.etcheverry@quillmarsh.example'],
  ['2026-05-27T09:25:00Z', 'funding_round', 'Byeolmuri receives ₩14bn for maths tutoring', 'byeolmuri', 'byeolha@byeolmuri.example'],
  ['2026-06-02T14:50:00Z', 'hiring', 'Harrowpine seeks a director of interoperability', 'harrowpine', 'ingrid.halvorsen@harrowpine.example', 'https://harrowpine.example/careers/1182'],
  ['2026-06-09T16:05:00Z', 'post_engagement', 'Ximena Barragán Luna reacted to three posts in one week', 'cenzontla', 'ximena.barragan@cenzontla.example'],
  ['2026-06-11T10:10:00Z', 'website_visit', 'Downloaded the security white paper', 'kranichwerk', 'beatrix.zoellner@kranichwerk.example', 'https://leadgraph.example/security'],
  ['2026-06-16T07:35:00Z', 'product_launch', 'Gal Yarok pilots leak detection with two municipalities', 'galyarok', 'mariam@galyarok.example'],
  ['2026-06-18T12:00:00Z', 'job_change', 'Ottoline Greaves-Marsh leaves Thistlegate for Fennimore Re', fennimore, ottoline],
  ['2026-06-24T18:45:00Z', 'tech_adoption', 'Brisalta starts a HubSpot trial', 'brisalta', 'inaki.etxeandia@brisalta.example'],
  ['2026-06-30T06:15:00Z', 'funding_round', 'Qinglu Technology files for a listing', 'qinglu-tech', '', 'https://tradewire.example/2026/qinglu-listing'],
  ['2026-07-07T15:00:00Z', 'hiring', 'Boréalune recruits account executives in Toronto', 'borealune', 'siobhan@borealune.example'],
  ['2026-07-09T08:30:00Z', 'office_opening', 'Sao Ben opens a customs desk in Bangkok', 'saoben', 'natthawut@saoben.example'],
  ['2026-07-14T13:40:00Z', 'post_engagement', 'Farhan Qadri asked a question under our dedupe benchmark', 'mayurika', 'farhan.q@mayurika.example'],
  ['2026-07-21T21:10:00Z', 'website_visit', 'Returned after 60 days, viewed enterprise plans', 'harrowpine', '', 'https://leadgraph.example/enterprise'],
  ['2026-07-23T10:20:00Z', 'product_launch', 'Wattlebark launches a rental service for tents', 'wattlebark', 'matilda@wattlebark.example'],
  ['2026-07-28T09:05:00Z', 'tech_adoption', 'Chandrakaya certifies its analysers on a new cloud', 'chandrakaya', 'advait@chandrakaya.example'],
  ['2026-08-04T11:30:00Z', 'job_change', 'Deepa Varghese Kurian named IT Director at Noor Al-Waha', 'noor-alwaha', 'deepa.kurian@noor-alwaha.example'],
  ['2026-08-11T07:00:00Z', 'funding_round', 'Tidepalm closes its second fund at $180m', 'tidepalm', 'shufen.lim@tidepalm.example', 'https://tradewire.example/2026/tidepalm-fund-ii'],
  ['2026-08-13T16:25:00Z', 'post_engagement', 'Jiří Kratochvílek quoted our changelog in a talk', 'vltavia', 'jiri@vltavia.example'],
  ['2026-08-19T12:50:00Z', 'website_visit', 'Signed up for the compliance newsletter', 'brightferry', 'priyanka@brightferry.example', 'https://leadgraph.example/newsletter'],
  ['2026-08-25T10:00:00Z', 'hiring', 'Paywaka builds a fraud analytics team of eight', 'paywaka', 'tochukwu.ezeanyim@paywaka.example', 'https://paywaka.example/careers'],
  ['2026-09-01T06:40:00Z', 'product_launch', 'Rintik Awan adds call transcripts in Javanese', 'rintik-awan', 'bayu@rintik-awan.example'],
  ['2026-09-03T14:30:00Z', 'job_change', 'Nkechi Hargrove moves from events to subscriptions', 'marlowick', 'nhargrove@marlowick.example'],
  ['2026-09-08T09:55:00Z', 'tech_adoption', 'Kıvılcım begins an ERP renewal', 'kivilcim-tekstil', 'i.tugrulbas@kivilcim-tekstil.example'],
  ['2026-09-15T17:45:00Z', 'website_visit', 'Compared plans from three cities on one day', 'jacaruna', '', 'https://leadgraph.example/pricing'],
  ['2026-09-17T15:00:00Z', 'event_attendance', 'Rhys Pendarrow attended a product demo', 'brightferry', 'rhys@brightferry.example'],
  ['2026-09-22T08:10:00Z', 'post_engagement', 'Efua Asantewaa Mensimah followed our page', 'paywaka', 'efua.mensimah@paywaka.example'],
  ['2026-09-29T11:20:00Z', 'funding_round', 'Tuihana wins a seed grant for kiwifruit robots', 'tuihana', 'kahu@tuihana.example'],
  ['2026-10-02T10:45:00Z', 'product_launch', 'Ventadour Santé releases a triage assistant for clinics', 'ventadour-sante', 'clemence.daubrac@ventadour-sante.example'],
  ['2026-10-08T13:35:00Z', 'hiring', 'Puelche Viento plans a maintenance base in Neuquén', 'puelche-viento', 'martin@puelche-viento.example'],
  ['2026-10-13T09:30:00Z', 'job_change', 'Ji-woo Namgung takes over global business at Byeolmuri', 'byeolmuri', 'jiwoo@byeolmuri.example'],
  ['2026-10-20T19:15:00Z', 'website_visit', 'Started a trial and made the first API call', 'finchbarrel', 'wenting@finchbarrel.example', 'https://leadgraph.example/signup'],
  ['2026-10-22T12:05:00Z', 'post_engagement', 'Independent consultant Idris Calderwick recommended us', '', idris],
  ['2026-10-29T07:25:00Z', 'tech_adoption', 'Żubrowicz evaluates cloud ERP vendors', 'zubrowicz', 'l.wojtasinski@zubrowicz.example'],
  ['2026-11-03T16:55:00Z', 'funding_round', 'Finchbarrel extends its Series B by $22m', 'finchbarrel', 'eleanor@finchbarrel.example', 'https://tradewire.example/2026/finchbarrel-series-b'],
  ['2026-11-10T10:15:00Z', 'hiring', 'Nordwind searches for a head of electric fleet', 'nordwind-logistik', 'juergen.osswald@nordwind-logistik.example', 'https://nordwind-logistik.example/jobs'],
  ['2026-11-12T09:00:00Z', 'post_engagement', 'Damilola Coker-Ajayi answered a message about merchant data', 'paywaka', 'damilola-coker-ajayi-paywaka'],
  ['2026-11-18T14:00:00Z', 'job_change', 'Tobias Rehm promoted to Warehouse Operations Lead', 'nordwind-logistik', 'tobias-rehm-nordwind'],
];

const slug = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

const peopleByKey: ReadonlyMap<string, SampleLead> = new Map(
  samplePeople.flatMap((person) =>
    [person.email, ...person.socials.map(({ url }) => slug(url))].flatMap((key) =>
      key ? [[key, person] as const] : [],
    ),
  ),
);

const companyEntity = (key: CompanyKey): SampleSignalEntity => ({
  name: companyNames.get(key) ?? key,
  domain: companyDomain(key),
  linkedinUrl: companyLinkedin(key),
});

function personEntity(key: string): SampleSignalEntity {
  const person = peopleByKey.get(key);
  if (!person) throw new Error(`No sample person is named ${key}`);
  const linkedinUrl = person.socials[0]?.url;
  return {
    name: person.name.full,
    ...(person.email && { email: person.email }),
    ...(linkedinUrl && { linkedinUrl }),
  };
}

function toSignal([occurredAt, kind, title, company, person, url]: SignalRow): SampleSignal {
  return {
    kind,
    title,
    ...(url && { url }),
    occurredAt,
    ...(company && { entity: typeof company === 'string' ? companyEntity(company) : company }),
    ...(person && { person: typeof person === 'string' ? personEntity(person) : person }),
  };
}

export const sampleSignals: readonly SampleSignal[] = rows.map(toSignal);
