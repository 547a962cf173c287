/** A request that means harm, or that a clumsy program sends. */
export interface Hostile {
  name: string;
  path: string;
  body: string;
  method?: 'POST' | 'PUT';
}

const KB = 1024;
/** Just below the limit for bodies. */
const full = 250 * KB;

const graphql = (name: string, query: string, variables: object = {}): Hostile => ({
  name,
  path: '/graphql',
  body: JSON.stringify({ query, variables }),
});
const rest = (name: string, path: string, body: string, method: 'POST' | 'PUT' = 'POST'): Hostile => ({
  name,
  path,
  body,
  method,
});

const many = <T>(count: number, item: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => item(index));
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
const wide = (keys: number, bytes: number) => Object.fromEntries(many(keys, (key) => [`k${key}`, 'v'.repeat(bytes)]));

const createLead = 'mutation($input: CreateLeadInput!) { createLead(input: $input) { __typename } }';
const createLeads = `mutation($inputs: [CreateLeadInput!]!) {
  createLeads(inputs: $inputs) { __typename ... on CreateLeadsPayload { items { outcome lead { id email } } } }
}`;
const updateLead = 'mutation($input: UpdateLeadInput!) { updateLead(input: $input) { __typename } }';
const leads = `query($filter: LeadFilter, $after: String) {
  leads(filter: $filter, after: $after, first: 100) { nodes { id } }
}`;

const person = (name: string) => ({ type: 'PERSON', name: { full: name } });
const create = (name: string, input: object) =>
  graphql(name, createLead, { input: { ...person('Jane Doe'), ...input } });

/** Long texts that regular expressions for addresses, phones and names could lose themselves in. */
function longTexts(): Hostile[] {
  const texts = [
    'a'.repeat(full),
    'a@'.repeat(full / 2),
    `${'a.'.repeat(full / 2)}com`,
    ' '.repeat(full),
    '%41/'.repeat(full / 4),
  ];
  const long = texts.map((value) => value.slice(0, full - KB));
  return long.flatMap((value, index) => [
    create(`email ${index}`, { email: value }),
    create(`phone ${index}`, { phone: value.replaceAll('a', '1') }),
    create(`LinkedIn URL ${index}`, { socials: [{ url: `https://www.linkedin.com/in/${value}` }] }),
    create(`domain ${index}`, { type: 'COMPANY', domain: value }),
    create(`name ${index}`, { name: { full: value } }),
    graphql(`filter ${index}`, leads, { filter: { text: value } }),
  ]);
}

/** The longest texts that are taken, as many as are taken. */
function longestTexts(round: number): Hostile[] {
  const urls = many(50, (index) => ({ url: `https://www.linkedin.com/in/${'%C3%A9-'.repeat(200)}${index}-${round}` }));
  const contacts = many(50, (index) => ({
    value: `${'a.'.repeat(28)}${index}-${round}@${'sub.'.repeat(40)}example.com`,
  }));
  const phones = many(50, (index) => ({ value: `+1 (415) 555-${1000 + index} ext. ${'9'.repeat(10)}` }));
  return [
    create('50 long LinkedIn URLs', { socials: urls }),
    create('50 long addresses', { contacts }),
    create('50 phones', { contacts: phones }),
    create('50 long aliases', { name: { full: 'Jane', aliases: many(50, (index) => `${'İß '.repeat(80)}${index}`) } }),
  ];
}

function json(leadId: string, round: number): Hostile[] {
  const email = `json-${round}@hostile.example.com`;
  return [
    create('metadata of 500 keys', { email, metadata: wide(500, 100) }),
    create('metadata of 500 keys again', { email, metadata: wide(500, 101) }),
    create('metadata that is too wide', { metadata: wide(20_000, 1) }),
    graphql('a patch of 500 keys', updateLead, { input: { id: leadId, metadata: wide(500, 100 + round) } }),
    graphql('a patch that removes 500 keys', updateLead, {
      input: { id: leadId, metadata: Object.fromEntries(many(500, (key) => [`k${key}`, null])) },
    }),
    create('metadata 15 deep', { metadata: JSON.parse(nested(15)) }),
    rest(
      'metadata 20,000 deep',
      '/graphql',
      `{"query":${JSON.stringify(createLead)},"variables":{"input":{"type":"PERSON","name":{"full":"x"},"metadata":${nested(20_000)}}}}`,
    ),
    rest(
      'variables 100,000 deep',
      '/graphql',
      `{"query":"{ viewer { workspaceId } }","variables":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    ),
  ];
}

function documents(): Hostile[] {
  const fragments = many(60, (index) => `fragment F${index} on Query { viewer { workspaceId } ...F${index + 1} }`).join(
    ' ',
  );
  return [
    graphql('a field 240 times', `{ ${'viewer { workspaceId } '.repeat(240)} }`),
    graphql('overlapping fields', `{ ${'leads(first: 1) { nodes { id name { full } } } '.repeat(55)} }`),
    graphql(
      'overlapping fields, deep',
      `{ ${`leads { ${'nodes { name { full } company { name } } '.repeat(8)} } `.repeat(8)} }`,
    ),
    graphql('29 aliases', `{ ${many(29, (index) => `a${index}: leads(first: 100) { nodes { id } }`).join(' ')} }`),
    graphql('fragments in fragments', `{ ...F0 } ${fragments} fragment F60 on Query { viewer { workspaceId } }`),
    graphql('a fragment circle', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
    graphql('200 KB of a name', `{ ${'a'.repeat(200 * KB)} }`),
    graphql('200 KB of a text', `{ lead(id: "${'\\u0041'.repeat(33 * KB)}") { id } }`),
    graphql('200 KB of braces', '{'.repeat(200 * KB)),
    graphql('200 KB of comments', `${'#\n'.repeat(100 * KB)} { viewer { workspaceId } }`),
    graphql('a literal 900 tokens long', `{ nodes(ids: [${'"x" '.repeat(900)}]) { id } }`),
    graphql(
      'the whole schema',
      '{ __schema { types { name fields { name args { name } type { name ofType { name } } } } } }',
    ),
    graphql(
      'the whole page',
      '{ leads(first: 100) { nodes { id name { full } contacts { value } lists { id name } metadata attributes raw } } }',
    ),
  ];
}

function lists(): Hostile[] {
  return [
    graphql('a cursor of 100 KB', leads, { after: 'A'.repeat(100 * KB) }),
    graphql('a cursor that is nested', leads, { after: Buffer.from('['.repeat(60 * KB)).toString('base64') }),
    graphql('15,000 statuses', leads, { filter: { status: many(15_000, () => 'NEW') } }),
    graphql('15,000 unknown statuses', leads, { filter: { status: many(15_000, () => 'NEX') } }),
    graphql('a path of 20,000 keys', leads, { filter: { metadata: { path: many(20_000, () => 'a'), equals: 1 } } }),
    graphql('20,000 ids', 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: many(20_000, (id) => `lead_${id}`),
    }),
    graphql('60,000 leads that are none', createLeads, { inputs: many(60_000, () => 1) }),
    graphql('20,000 leads without a name', createLeads, { inputs: many(20_000, () => ({ a: 1 })) }),
    graphql(
      '3,000 statuses of signals',
      'mutation($input: SetSignalStatusesInput!) { setSignalStatuses(input: $input) { __typename } }',
      {
        input: {
          items: many(3_000, (id) => ({
            entityId: `018f0000-0000-7000-8000-${String(id).padStart(12, '0')}`,
            status: 'NEW',
          })),
        },
      },
    ),
  ];
}

const inputs = (count: number, more: (index: number) => object) => ({
  inputs: many(count, (index) => ({ ...person(`Batch ${index}`), ...more(index) })),
});
const emailOf = (round: number, index: number) => `batch-${round}-${index}@hostile-${index}.example.com`;

function batches(round: number): Hostile[] {
  const richLead = (index: number) => ({
    email: `rich-${emailOf(round, index)}`,
    phone: `+1415555${1000 + index}`,
    socials: [{ url: `https://www.linkedin.com/in/hostile-${round}-${index}` }],
    company: { name: 'Acme', domain: `acme-${index}.example.com` },
    metadata: { index, nested: { index } },
  });
  const contactsOf = (lead: number) => many(100, (contact) => ({ value: `c${lead}x${contact}@a.io` }));
  const signalOf = (index: number) => ({
    kind: 'hiring',
    title: `Hires ${index}`,
    entity: { name: `C${index}`, domain: `hostile-${index}.example.com` },
    person: { name: `P${index}`, email: emailOf(round, index) },
  });
  return [
    graphql('500 leads with all that is read', createLeads, inputs(500, richLead)),
    graphql(
      '90 leads with 100 contacts',
      createLeads,
      inputs(90, (lead) => ({ contacts: contactsOf(lead) })),
    ),
    graphql('500 signals', 'mutation($input: RecordSignalsInput!) { recordSignals(input: $input) { __typename } }', {
      input: { items: many(500, signalOf) },
    }),
  ];
}

/** Further batches, each seconds of work for the database. */
function moreBatches(round: number): Hostile[] {
  const plain = inputs(500, (index) => ({ email: emailOf(round, index) }));
  const oneIdentity = inputs(500, (index) => ({ email: emailOf(round, 0), metadata: { [`k${index}`]: 1 } }));
  const contactsOf = (lead: number) => many(50, (contact) => ({ value: `c${round}x${lead}x${contact}@a.io` }));
  return [
    graphql('500 new leads', createLeads, plain),
    graphql('500 leads that are known', createLeads, plain),
    graphql('500 leads with one identity', createLeads, oneIdentity),
    graphql(
      '90 leads with 50 contacts',
      createLeads,
      inputs(90, (lead) => ({ contacts: contactsOf(lead) })),
    ),
    graphql(
      '400 leads with long names',
      createLeads,
      inputs(400, () => ({ name: { full: 'ß İ '.repeat(50) } })),
    ),
  ];
}

function overRest(leadId: string, round: number): Hostile[] {
  return [
    rest('REST: brackets', '/api/leads', '['.repeat(full)),
    rest(
      'REST: 20,000 unknown keys',
      '/api/leads',
      JSON.stringify({ type: 'person', name: { full: 'x' }, ...wide(20_000, 1) }),
    ),
    rest(
      'REST: a wide lead',
      '/api/leads',
      JSON.stringify({ type: 'person', name: { full: 'x' }, attributes: wide(500, 100) }),
    ),
    rest('REST: a long text', `/api/v1/leads/${leadId}`, JSON.stringify({ name: 'a '.repeat(100 * KB) }), 'PUT'),
    rest(
      'REST: a long number',
      '/api/leads',
      `{"type":"person","name":{"full":"x"},"metadata":{"n":${'9'.repeat(200 * KB)}}}`,
    ),
    rest('REST: many numbers', '/api/leads', `{"metadata":[${'1234567890123456,'.repeat(14_000)}1]}`),
    rest('REST: many quotes', '/api/leads', `{"a":"${'\\"'.repeat(120 * KB)}"}`),
    rest(
      'REST: a batch of 5 MB',
      '/api/leads/batch',
      JSON.stringify({
        leads: many(500, (index) => ({
          type: 'person',
          name: { full: `Big ${index}` },
          email: `big-${round}-${index}@hostile.example.com`,
          raw: wide(20, 400),
        })),
      }),
    ),
    rest('REST: 5 MB of keys', '/api/leads/batch', JSON.stringify(wide(250_000, 4)).slice(0, 5_000_000)),
    rest('REST: 5 MB of brackets', '/api/leads/batch', '['.repeat(5_000_000)),
    rest('REST: 5 MB of empty leads', '/api/leads/batch', `{"leads":[${'{},'.repeat(1_600_000)}{}]}`),
  ];
}

/**
 * Requests that a gateway could lose its breath over, each within the limits of what is read at all or just beyond.
 * @param round makes what is created new, so that a case can be tried again
 */
export function hostileRequests(leadId: string, round: number, isLong: boolean): Hostile[] {
  return [
    ...longTexts(),
    ...longestTexts(round),
    ...json(leadId, round),
    ...documents(),
    ...lists(),
    ...batches(round),
    ...(isLong ? moreBatches(round) : []),
    ...overRest(leadId, round),
  ];
}
