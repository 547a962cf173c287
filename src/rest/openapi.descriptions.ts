/** What the fields of a lead are, in any body that has them. */
const leadFields = {
  name: 'What the lead is called. Give a person `full`, or `first` and `last`: the rest follows.',
  'name.full': 'The whole name; all that a company has of these three.',
  'name.short': 'A short or spoken form.',
  'name.aliases': 'Other names it goes by.',
  'name.first': 'Given name of a person.',
  'name.last': 'Family name of a person.',
  title: 'Job title of a person.',
  company: 'The company a person works for. It never identifies the person.',
  'company.name': 'Its name.',
  'company.id': 'Its id, in Leadgraph (`lead_…`) or in the system it comes from.',
  'company.domain': 'Its domain or web address.',
  location: 'Where the lead is.',
  'location.city': 'City or town.',
  'location.state': 'State, province or region.',
  'location.country': 'Country.',
  'location.raw': 'The place as one text.',
  socials: 'Profiles elsewhere. LinkedIn profiles identify the lead.',
  'socials.url': 'The address of the profile.',
  contacts: 'Ways to reach the lead. Email addresses identify it; phone numbers do not.',
  'contacts.value': 'An email address, a phone number or anything else.',
  email: 'Shorthand for a contact; must not contradict `contacts`.',
  phone: 'Shorthand for a contact; must not contradict `contacts`.',
  domain: 'Domain or web address of a company: one of its identifiers.',
  industry: 'Line of business.',
  size: 'Number of employees, as a range or as you have it.',
  status: 'Where the lead stands with your team. Any change is allowed.',
  source: 'Where the lead came from.',
  sources: 'Records of the lead in other systems. With a provider they identify the lead.',
  'sources.provider': 'The system: `apollo`, `hubspot` …',
  'sources.id': 'The id in that system.',
  attributes: 'Your own values, by name. Keys keep every character.',
  metadata: 'Values of integrations, by name. Keys keep every character.',
  raw: 'The record as the source had it; replaced as a whole.',
};

function entityFields(path: string, what: string): Record<string, string> {
  return {
    [path]: what,
    [`${path}.name`]: 'What it is called.',
    [`${path}.email`]: 'Email address.',
    [`${path}.linkedinUrl`]: 'LinkedIn profile.',
    [`${path}.domain`]: 'Domain or web address; identifies companies.',
  };
}

/** Descriptions for the bodies whose rules are shared with GraphQL, by the component and the path of the field. */
export const fieldDescriptions: Record<string, Record<string, string>> = {
  CreateLead: {
    ...leadFields,
    type: 'Person or company; a person unless told. It can never be changed.',
    source:
      'Where the lead came from: a name, or an object. The `name` of the object (or else its `provider`) is kept as ' +
      'the source, its `id` as one more of `sources`.',
    'source.id': 'The id that the lead has there.',
    'source.provider': 'The system: `apollo`, `hubspot` …',
    'source.name': 'The name of the source.',
    listIds: 'Lists that the lead is added to. They must exist.',
  },
  CreateLeads: {
    leads: 'Leads, 1 to 500, each as `POST /api/leads` takes it.',
    dryRun: 'Only say what would become of them.',
  },
  RecordSignals: {
    signals: 'Signals, 1 to 500.',
    'signals.kind': 'What kind of event: `funding_round`, `job_change` …',
    'signals.title': 'What happened, in a line.',
    'signals.url': 'Where it was seen.',
    'signals.occurredAt': 'When it happened, a time or a day; now unless told.',
    ...entityFields('signals.entity', 'The company it speaks of.'),
    ...entityFields('signals.person', 'The person it speaks of.'),
  },
  UpdateLead: {
    ...leadFields,
    id: 'The id of the lead.',
    expectedVersion: 'Refuse the change unless the lead is at this version (GraphQL shows it).',
  },
  UpdateProspect: {
    prospect_id: 'The id of the prospect, a UUID.',
    updates: 'The fields to change: absent keeps, null clears.',
    'updates.email': 'Email address, one of a kind in the campaign.',
    'updates.linkedin_url': 'LinkedIn profile, one of a kind in the campaign.',
    'updates.first_name': 'Given name.',
    'updates.last_name': 'Family name.',
    'updates.name': 'Full name; follows first and last name unless given.',
    'updates.company': 'Name of the company.',
    'updates.position': 'Job title.',
    'updates.headline': 'How they describe themselves in a line.',
  },
  UpdateSignalLeads: {
    items: 'Entities and the statuses to set, 1 to 200.',
    'items.entityId': 'The entity, a UUID: `entityId` or `personEntityId` of a signal.',
    'items.status': 'The status it is to have.',
  },
  PollyBotUpdateLead: {
    name: 'The whole name.',
    email: 'Email address; takes the place of the first one.',
    phone: 'Phone number; takes the place of the first one.',
    status: 'Where the lead stands with your team. Any change is allowed.',
    source: 'Where the lead came from.',
    metadata: 'Your own values, by name: merged deeply, null removes a key, lists are replaced.',
  },
};
