import { getNamedType, isInterfaceType, isObjectType } from 'graphql';
import type { Place } from './places.ts';
import type { TextName } from './values.ts';
import type { ThingKind } from './workspace-data.ts';

/**
 * What a value can name: a thing, anything with an id (`node`), a row of a list (`cursor`), a company that is kept as
 * typed (`companyId`), a JSON object, or something that goes by a text.
 */
export type Kind = ThingKind | 'node' | 'cursor' | 'companyId' | 'json' | TextName;

/** The types that `node(id:)` finds. */
export const kindOfType: Record<string, ThingKind> = {
  Lead: 'lead',
  LeadList: 'list',
  Campaign: 'campaign',
  CampaignProspect: 'prospect',
  Signal: 'signal',
  SignalEntity: 'entity',
};

/** Types that `node(id:)` does not find: whose id leads to them, and the query that does. */
export const otherWays: Record<string, { kind: ThingKind; query: (selected: string) => string }> = {
  DuplicateScan: { kind: 'scan', query: (selected) => `duplicateScan(id: $thing) { __typename ${selected} }` },
  IdentityRekey: {
    kind: 'lead',
    query: (selected) =>
      `node(id: $thing) { __typename } workspace { __typename identityRekey { __typename ${selected} } }`,
  },
  MergedLead: {
    kind: 'lead',
    query: (selected) => `lead(id: $thing) { __typename mergedFrom { __typename ${selected} } }`,
  },
};

/** Values whose name alone does not tell what they name, by where the schema declares them. */
const byPlace: Record<string, Kind> = {
  'duplicateScan(id)': 'scan',
  'stopDuplicateScan(id)': 'scan',
  'LeadVersionInput.id': 'lead',
  'UpdateLeadInput.id': 'lead',
  'DeleteLeadInput.id': 'lead',
  'LeadCompanyInput.id': 'companyId',
  'LeadCompanyInput.name': 'companyName',
  'LeadContactInput.value': 'email',
  'LeadSocialInput.url': 'linkedin',
  'LeadSourceInput.id': 'recordId',
  'LeadLocationInput.raw': 'place',
  'BlockedIdentifierInput.value': 'email',
  'RoleWordsInput.added': 'email',
  'RoleWordsInput.removed': 'email',
  'FreeMailDomainsInput.added': 'domain',
  'FreeMailDomainsInput.removed': 'domain',
  'ProviderRuleInput.name': 'provider',
  'CreateLeadListInput.name': 'listName',
  'CreateCampaignInput.name': 'campaignName',
  'CampaignLeadUpdates.name': 'leadName',
  'SignalEntityInput.name': 'entityName',
  'SignalInput.title': 'signalTitle',
  'provenance(path)': 'jsonKey',
  'JsonPathFilter.path': 'jsonKey',
  'JsonPathFilter.equals': 'jsonValue',
};

/** Values that are of another kind as parts of something than their name says. */
const byParent: Record<string, Kind> = {
  'entity.email': 'companyEmail',
  'entity.linkedinUrl': 'companyPage',
};

/** Values that are what their name says, wherever they stand; a list of them has an `s` at its end. */
const byName: Record<string, Kind> = {
  leadId: 'lead',
  winnerId: 'lead',
  loserId: 'lead',
  mergeId: 'merge',
  listId: 'list',
  campaignId: 'campaign',
  prospectId: 'prospect',
  entityId: 'entity',
  after: 'cursor',
  before: 'cursor',
  cursor: 'cursor',
  idempotencyKey: 'idempotencyKey',
  email: 'email',
  phone: 'phone',
  linkedinUrl: 'linkedin',
  domain: 'domain',
  provider: 'provider',
  full: 'leadName',
  short: 'shortName',
  aliases: 'alias',
  first: 'firstName',
  firstName: 'firstName',
  last: 'lastName',
  lastName: 'lastName',
  text: 'leadName',
  title: 'title',
  company: 'companyName',
  position: 'position',
  headline: 'headline',
  industry: 'industry',
  size: 'size',
  source: 'source',
  via: 'source',
  city: 'city',
  state: 'state',
  country: 'country',
  kind: 'signalKind',
  url: 'url',
  attributes: 'json',
  metadata: 'json',
  raw: 'json',
};

/** What a place can name; undefined where nobody has said so yet. */
export function kindOf({ declared, path, field }: Pick<Place, 'declared' | 'path' | 'field'>): Kind | undefined {
  const name = path.at(-1) ?? '';
  const argument = path.length === 1 ? byPlace[`${field.name}(${name})`] : undefined;
  if (argument !== undefined) return argument;
  if (path.length === 1 && (name === 'id' || name === 'ids')) {
    const type = getNamedType(field.type);
    if (isInterfaceType(type)) return type.name === 'Node' ? 'node' : undefined;
    return isObjectType(type) ? kindOfType[type.name] : undefined;
  }
  return byPlace[declared] ?? kindByName(path);
}

/** What a value can name by its own name, or by what it is part of. */
export function kindByName(path: readonly string[]): Kind | undefined {
  const name = path.at(-1) ?? '';
  return byParent[path.slice(-2).join('.')] ?? byName[name] ?? byName[name.replace(/s$/, '')];
}

/** Entries of the tables that no place needs any more. */
export function unusedKinds(places: readonly Place[]): string[] {
  const declared = new Set(places.flatMap((place) => [place.declared, place.declared.replace(/^\w+\.(?=\w+\()/, '')]));
  const names = new Set(places.flatMap(({ path }) => [path.at(-1) ?? '', (path.at(-1) ?? '').replace(/s$/, '')]));
  return [
    ...Object.keys(byPlace).filter((place) => !declared.has(place)),
    ...Object.keys(byName).filter((name) => !names.has(name) && name !== 'cursor'),
  ];
}

const identifiers: readonly Kind[] = [
  'email',
  'companyEmail',
  'linkedin',
  'companyPage',
  'domain',
  'recordId',
  'listName',
  'idempotencyKey',
];

/**
 * What looks like an identifier and is none: a domain identifies companies alone, and not those who work for them; rules
 * about identifiers are the same whether or not somebody has these.
 */
const identifiesNothing = [
  /IdentityRules\(/,
  /\bperson\.domain\b/,
  /^(Query\.resolveLead|POST|PATCH).*\bcompany\.domain\b/,
];

export const nodeKinds: readonly ThingKind[] = Object.values(kindOfType);
export const thingKinds: readonly ThingKind[] = [...nodeKinds, 'scan', 'merge'];

export function isThingKind(kind: Kind | undefined): kind is ThingKind {
  return thingKinds.some((one) => one === kind);
}

/** Whether a value of this kind is only looked up: nothing of what was sent may be stored. */
export function isReference(kind: Kind): boolean {
  return isThingKind(kind) || kind === 'node' || kind === 'cursor';
}

/** Whether a value tells things apart wherever it stands. */
export function findsIdentity(kind: Kind, place: string): boolean {
  return identifiers.includes(kind) && !identifiesNothing.some((pattern) => pattern.test(place));
}

/** Whether a call must answer otherwise when the value is one that the workspace has: else its test proves nothing. */
export function finds({ declared, name }: Place, kind: Kind): boolean {
  return isReference(kind) || findsIdentity(kind, name) || /Filter\./.test(declared);
}
