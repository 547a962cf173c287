import type { CompanyKey } from './companies.ts';
import type { SampleDetails } from './sample.types.ts';
import { apollo, hubspot } from './sources.ts';

// biome-ignore format: one company a line
export const companyDetails: Partial<Record<CompanyKey, SampleDetails>> = {
  'nordwind-logistik': { attributes: { icp_fit: 'high', founded: 1987, tech_stack: ['SAP', 'PostgreSQL', 'Kafka'], fleet: { trucks: 140, electric: 22 } }, ...apollo('66b0c41e7a9d2f0001a4e101') },
  quillmarsh: { attributes: { icp_fit: 'high', tech_stack: ['Snowflake', 'dbt', 'HubSpot'] }, metadata: { contract: { plan: 'scale', seats: 45, renews_on: '2027-03-01' } }, ...hubspot('20817733') },
  'geppaku-electric': { attributes: { icp_fit: 'medium', founded: 1951, tech_stack: ['Oracle', 'Salesforce'], listed: true }, metadata: { event: 'Osaka Factory Week', lead_score: 58 } },
  paywaka: { attributes: { icp_fit: 'high', tech_stack: ['Go', 'MongoDB'], funding: { stage: 'series_b', total_usd: 41000000 } }, metadata: { lead_score: 88, interests: ['api'] } },
  jacaruna: { attributes: { icp_fit: 'medium', founded: 2011, tech_stack: ['Kotlin', 'Kafka', 'Salesforce'] }, ...apollo('66b0c41e7a9d2f0001a4e102') },
  brightferry: { attributes: { icp_fit: 'high', founded: 2019, tech_stack: ['TypeScript', 'GraphQL'] }, metadata: { lead_score: 91, utm_source: 'google', utm_campaign: 'open-banking-2026' } },
  mayurika: { attributes: { icp_fit: 'medium', stores: 64, tech_stack: ['Magento', 'MySQL'] }, ...apollo('66b0c41e7a9d2f0001a4e103') },
  krynytsia: { attributes: { icp_fit: 'low', founded: 2009, offices: ['Lviv', 'Kyiv', 'Sofia'] } },
  'noor-alwaha': { attributes: { icp_fit: 'medium', tech_stack: ['Microsoft Dynamics'] }, metadata: { follow_up_date: '2027-01-12', budget: { currency: 'AED', max: 400000 } } },
  borealune: { attributes: { icp_fit: 'high', founded: 2020, tech_stack: ['Python', 'GCP', 'Pipedrive'], languages: ['fr', 'en'] }, metadata: { lead_score: 82 } },
  kranichwerk: { attributes: { icp_fit: 'high', founded: 1962 }, sources: [{ provider: 'apollo', id: '66b0c41e7a9d2f0001a4e104' }, { provider: 'salesforce', id: '0015g00000XKrW1AAL' }] },
  'mavuno-juu': { attributes: { icp_fit: 'high', founded: 2017, farmers_served: 38000 }, metadata: { referrer: 'Paywaka', lead_score: 77 } },
  'thalassini-shipping': { attributes: { icp_fit: 'low', fleet: { vessels: 19, flags: ['GR', 'CY'] } }, ...apollo('66b0c41e7a9d2f0001a4e105') },
  harrowpine: { attributes: { icp_fit: 'medium', beds: 1250, tech_stack: ['Epic', 'Workday'] }, metadata: { procurement: { vehicle: 'RFP', due: '2027-02-15' }, follow_up_date: '2026-12-08' } },
  'ventadour-sante': { attributes: { icp_fit: 'high', founded: 2015, certifications: ['HDS', 'ISO 27001'] }, metadata: { utm_source: 'linkedin', utm_campaign: 'sante-webinaire' } },
  byeolmuri: { attributes: { icp_fit: 'medium', founded: 2021, learners: 310000 } },
  tafelkop: { attributes: { icp_fit: 'low', sites: 11 }, metadata: { lost_reason: 'chose_competitor', revisit_after: '2027-06-01' } },
  skogsmark: { attributes: { icp_fit: 'high', tech_stack: ['Rust', 'Kubernetes', 'MongoDB'] }, metadata: { contract: { plan: 'team', seats: 12, renews_on: '2026-12-31' } }, ...hubspot('20817790') },
  'qinglu-tech': { attributes: { icp_fit: 'medium', merchants: 9400, tech_stack: ['Java', 'TiDB'] } },
  finchbarrel: { attributes: { icp_fit: 'high', founded: 2018, robots_deployed: 720 }, metadata: { lead_score: 84, budget: { currency: 'USD', max: 60000 } } },
  saoben: apollo('66b0c41e7a9d2f0001a4e106'),
  brisalta: { attributes: { icp_fit: 'medium', seasonality: { peak: ['06', '07', '08'] } }, metadata: { follow_up_date: '2026-11-30' } },
  zubrowicz: { attributes: { icp_fit: 'low', founded: 1934 }, raw: { row: 118, segment: 'spożywczy' } },
  galyarok: { attributes: { icp_fit: 'medium', founded: 2019, patents: 4 } },
  'rintik-awan': apollo('66b0c41e7a9d2f0001a4e107'),
  thistlegate: { attributes: { icp_fit: 'medium', founded: 1898, tech_stack: ['Guidewire', 'Azure'] }, ...apollo('66b0c41e7a9d2f0001a4e108') },
  'puelche-viento': { attributes: { icp_fit: 'low', installed_mw: 240 }, metadata: { referrer: 'Jacarúna' } },
  vltavia: { attributes: { icp_fit: 'high', tech_stack: ['TypeScript', 'PostgreSQL'], open_source: true }, metadata: { contract: { plan: 'team', seats: 30, renews_on: '2027-05-15' } } },
  tidepalm: { attributes: { icp_fit: 'medium', aum_usd: 620000000 }, metadata: { lead_score: 73 } },
  'atelier-brumaire': { metadata: { lost_reason: 'no_budget', notes: 'Loved the demo, ask again after the autumn collection' } },
  polderlicht: { attributes: { icp_fit: 'medium', greenhouses: 31 }, metadata: { follow_up_date: '2026-12-03', event: 'Kas & Licht 2026' } },
  tuihana: { attributes: { icp_fit: 'low', founded: 2024, stage: 'pre_seed' } },
};
