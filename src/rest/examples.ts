/** What the samples of Puffle's and PollyBot's pages look like with values in them. */

const id = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const companyId = '0192f3a1-7c5e-7b1a-9c3d-5e8f1a2b3c4d';
const leadId = 'lead_6b00ec681c28eac165c56100';
const time = '2023-11-07T05:31:56.000Z';

const profile = {
  title: 'VP Sales',
  company: { name: 'Acme', id: 'acme-42', domain: 'acme.example' },
  location: { city: 'Berlin', state: 'Berlin', country: 'Germany', raw: 'Berlin, Germany' },
  socials: [{ url: 'https://www.linkedin.com/in/jsmith' }],
  contacts: [{ value: 'jsmith@example.com' }, { value: '+1-555-123-9999' }],
  attributes: { score: 85 },
  raw: { imported_from: 'webinar.csv' },
};
const name = { full: 'Jane Smith', short: 'Jane', aliases: ['J. Smith'], first: 'Jane', last: 'Smith' };

export const createLeadExample = {
  type: 'person',
  name,
  ...profile,
  domain: 'acme.example',
  industry: 'Software',
  size: '51-200',
  sources: [{ id: 'apollo-123' }],
  // The document's page sends the example as it stands, to a workspace whose lists we do not know.
  listIds: [],
};

export const updateLeadExample = {
  id: leadId,
  title: 'Chief Revenue Officer',
  company: { name: 'Acme', id: 'acme-42', domain: 'acme.example' },
  industry: null,
  attributes: { score: 90 },
};

export const leadExample = {
  id: leadId,
  type: 'person',
  name,
  lists: [{ id: 'list_6b00ec681c28eac165c56101', name: 'Webinar' }],
  sources: [{ id: 'apollo-123' }],
  createdAt: time,
  updatedAt: time,
  location: profile.location,
  socials: profile.socials,
  contacts: profile.contacts,
  attributes: profile.attributes,
  raw: profile.raw,
  title: profile.title,
  company: profile.company,
};

export const updateProspectExample = {
  prospect_id: id,
  updates: { position: 'Chief Revenue Officer', headline: 'Building revenue teams', linkedin_url: null },
};

export const prospectExample = {
  id,
  campaign_id: companyId,
  user_id: null,
  status: 'pending',
  email: 'jsmith@example.com',
  linkedin_url: null,
  first_name: 'Jane',
  last_name: 'Smith',
  name: 'Jane Smith',
  company: 'Acme',
  position: 'Chief Revenue Officer',
  headline: 'Building revenue teams',
  custom_fields: {},
  source: 'lead',
  source_ref: leadId,
  created_at: time,
  updated_at: time,
  bounced_at: null,
  replied_at: null,
  current_node_id: null,
};

export const updateSignalLeadsExample = {
  items: [
    { entityId: id, status: 'contacted' },
    { entityId: companyId, status: 'dismissed' },
  ],
};

export const signalExample = {
  id: '0192f3a1-7c5e-7b1a-9c3d-5e8f1a2b3c4e',
  kind: 'funding',
  title: 'Acme raises a Series B',
  url: 'https://news.example/acme-series-b',
  occurredAt: time,
  entityId: companyId,
  personEntityId: id,
  entityStatus: 'new',
  personEntityStatus: 'contacted',
  createdAt: time,
};

export const recordSignalsExample = {
  signals: [
    {
      kind: signalExample.kind,
      title: signalExample.title,
      url: signalExample.url,
      occurredAt: time,
      entity: { name: 'Acme', domain: 'acme.example' },
      person: { name: 'Jane Smith', email: 'jsmith@example.com', linkedinUrl: 'https://www.linkedin.com/in/jsmith' },
    },
  ],
};

export const signalLeadExample = {
  id,
  type: 'person',
  name: 'Jane Smith',
  status: 'contacted',
  statusChangedAt: time,
  email: 'jsmith@example.com',
  linkedinUrl: 'https://www.linkedin.com/in/jsmith',
  domain: null,
  createdAt: time,
  updatedAt: time,
};

export const pollybotUpdateExamples = {
  'Update status and phone': { status: 'contacted', phone: '+1-555-123-9999' },
  'Add metadata and notes': {
    metadata: {
      last_interaction: '2024-01-16T14:30:00.000Z',
      notes: 'Interested in premium package',
      follow_up_date: '2024-01-20',
      lead_score: 85,
    },
  },
  'Complete field update': {
    name: 'John Smith',
    phone: '+1-555-456-7890',
    status: 'qualified',
    source: 'webinar',
    metadata: {
      company: 'New Tech Corp',
      job_title: 'Senior Manager',
      budget: '$50k-100k',
      timeline: 'Q2 2024',
      interests: ['enterprise_solution', 'support_package'],
    },
  },
};

export const pollybotLeadExample = {
  id: 'lead_1234567890abcdef12345678',
  name: 'John Smith',
  email: 'john.doe@example.com',
  phone: '+1-555-456-7890',
  source: 'webinar',
  status: 'qualified',
  metadata: {
    utm_source: 'google',
    utm_campaign: 'spring_2024',
    company: 'New Tech Corp',
    job_title: 'Senior Manager',
    budget: '$50k-100k',
    timeline: 'Q2 2024',
    interests: ['enterprise_solution', 'support_package'],
  },
  createdAt: '2024-01-15T10:30:00.000Z',
  updatedAt: '2024-01-16T14:30:00.000Z',
  workspaceId: 'ws_6b00ec681c28eac165c56000',
};
