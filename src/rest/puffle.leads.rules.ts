import * as z from 'zod';
import { createLeadRules, fewWords, updateLeadRules, viaRule } from '../lead/lead.rules.ts';
import { leadStatuses } from '../lead/lead.ts';
import { requiredText } from '../shared/rules.ts';
import { listParameter, pageParameters, textParameter, timeParameter } from './query.ts';

const { shape } = createLeadRules;
const sourceEntry = shape.sources.unwrap().unwrap().element.shape;

/** Puffle's `source` is an object, though its description does not say of what; ours is the name of a source. */
const sourceRules = z.union(
  [
    shape.source,
    z.object({ id: sourceEntry.id.nullish(), provider: sourceEntry.provider, name: shape.source }).meta({
      description: 'The name of the source, and the id that the lead has there.',
    }),
  ],
  { error: 'Must be a name of at most 200 characters, or an object with "id", "provider" or "name"' },
);

const createBody = z.object({ ...shape, type: shape.type.default('person'), source: sourceRules });

/**
 * Puffle's body, read as the input that every new lead has. `type` is a person unless told: the sample leaves it out.
 * A `source` object is split: its name (or else its provider) is the lead's source, its id one more of `sources`.
 */
export const createLeadBody = createBody.transform(toCreateInput).pipe(createLeadRules).meta({
  id: 'CreateLead',
  description: 'A lead to create, or to merge into the one that shares an identifier with it.',
});

function toCreateInput({ source, sources, ...fields }: z.output<typeof createBody>): z.input<typeof createLeadRules> {
  if (typeof source !== 'object' || source === null) return { ...fields, source, sources };
  const { id, provider, name } = source;
  return {
    ...fields,
    source: name ?? provider,
    sources: id == null ? sources : [...(sources ?? []), { provider, id }],
  };
}

/** Puffle's body is our own input: the id and the fields to change. The type is not among them and is ignored. */
export const updateLeadBody = updateLeadRules.meta({
  id: 'UpdateLead',
  description: 'The fields to change: absent keeps, null clears; `attributes` and `metadata` merge deeply.',
});

const matchModes = { merge: 'merge', fill_blanks: 'fill blanks', reuse: 'reuse', fail: 'fail' } as const;

/** How a creation treats a lead that is known already, and where its values are from. */
export const creationQuery = z.strictObject({
  on_match: z
    .enum(['merge', 'fill_blanks', 'reuse', 'fail'])
    .optional()
    .describe(
      'What to do where a lead has one of the identifiers: take the input in (`merge`, unless told), only where it has ' +
        'nothing (`fill_blanks`), leave it as it is and answer it (`reuse`), or write nothing and answer 409 (`fail`).',
    ),
  via: viaRule
    .optional()
    .meta({ description: 'The source of the values; without it, the `source` of the lead, or the name of the key.' }),
});

/** The same as the service takes it. */
export function creationOptionsOf({ on_match, via }: z.output<typeof creationQuery>) {
  return { onMatch: on_match && matchModes[on_match], via };
}

const orders = ['created_at', '-created_at', 'updated_at', '-updated_at', 'name', '-name'] as const;

/** The orders that the service knows. */
const orderOf = {
  created_at: { field: 'createdAt', direction: 'asc' },
  '-created_at': { field: 'createdAt', direction: 'desc' },
  updated_at: { field: 'updatedAt', direction: 'asc' },
  '-updated_at': { field: 'updatedAt', direction: 'desc' },
  name: { field: 'name', direction: 'asc' },
  '-name': { field: 'name', direction: 'desc' },
} as const satisfies Record<(typeof orders)[number], object>;

export const leadsQuery = z.strictObject({
  ...pageParameters,
  sort: z
    .enum(orders)
    .optional()
    .describe('What the leads are sorted by, with a minus for the largest first; `-created_at` unless told.'),
  type: shape.type.optional().describe('Persons or companies.'),
  status: listParameter(leadStatuses, 'One of these statuses, separated by commas.'),
  list_id: textParameter(100, 'Leads on this list.'),
  source: textParameter(200, 'Leads with this source.'),
  email: textParameter(320, 'The lead with this email address, however it is written.'),
  domain: textParameter(500, 'Leads of this domain: companies by their own, people by that of their company.'),
  linkedin_url: textParameter(2048, 'The lead with this LinkedIn profile, however it is written.'),
  q: requiredText(200)
    .check(fewWords)
    .optional()
    .describe('Words that names, title or company begin with, all of them, at most 8.'),
  created_from: timeParameter('Created at this time or later.'),
  created_to: timeParameter('Created before this time.'),
  updated_from: timeParameter('Changed at this time or later.'),
  updated_to: timeParameter('Changed before this time.'),
});

type LeadsQuery = z.output<typeof leadsQuery>;

/** The filter that the service knows. */
export function leadFilterOf(query: LeadsQuery) {
  return {
    type: query.type,
    status: query.status,
    listId: query.list_id,
    source: query.source,
    email: query.email,
    domain: query.domain,
    linkedinUrl: query.linkedin_url,
    text: query.q,
    createdAt: { from: query.created_from, to: query.created_to },
    updatedAt: { from: query.updated_from, to: query.updated_to },
  };
}

/** The order that the service knows; the newest first unless told. */
export function leadOrderOf({ sort = '-created_at' }: LeadsQuery) {
  return orderOf[sort];
}
