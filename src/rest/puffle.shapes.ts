import * as z from 'zod';
import type { Prospect } from '../campaign/campaign.ts';
import type { Lead } from '../lead/lead.ts';
import type { LeadList } from '../list/list.ts';
import { isJsonObject, type JsonObject } from '../shared/json.ts';
import type { Page } from '../shared/paging.ts';
import { type Signal, type SignalEntity, signalStatuses } from '../signal/signal.ts';
import { nextCursorOf } from './query.ts';

const text = (description: string) => z.string().describe(description);
const maybe = (description: string) => z.string().nullable().describe(description);
const uuid = (description: string) => z.uuid().describe(description);
const time = (description: string) => z.iso.datetime().describe(description);
const json = (description: string) => z.custom<JsonObject>(isJsonObject).describe(description);
const leadType = () => z.enum(['person', 'company']).describe('Whether it is a person or a company.');

/** Exactly the keys of Puffle's lead, and every one of them always there: what is unknown is null inside. */
export const leadShape = z
  .object({
    id: text('The id, the same string in every API.'),
    type: leadType(),
    name: z
      .object({
        full: text('The whole name.'),
        short: maybe('A short or spoken form.'),
        aliases: z.array(z.string()).describe('Other names it goes by.'),
        first: maybe('Given name of a person.'),
        last: maybe('Family name of a person.'),
      })
      .describe('What the lead is called.'),
    lists: z
      .array(z.object({ id: text('The id of the list.'), name: text('Its name.') }))
      .describe('The lists it is on.'),
    sources: z.array(z.object({ id: text('The id of the record there.') })).describe('Its records in other systems.'),
    createdAt: time('When it was created.'),
    updatedAt: time('When it last changed.'),
    location: z
      .object({
        city: maybe('City or town.'),
        state: maybe('State, province or region.'),
        country: maybe('Country.'),
        raw: maybe('The place as one text.'),
      })
      .describe('Where it is.'),
    socials: z.array(z.object({ url: text('Its address.') })).describe('Its profiles elsewhere.'),
    contacts: z
      .array(z.object({ value: text('An email address, a phone number or anything else.') }))
      .describe('Ways to reach it.'),
    attributes: json('Your own values, by name.'),
    raw: json('The record as the source had it.'),
    title: maybe('Job title of a person.'),
    company: z
      .object({ name: maybe('Its name.'), id: maybe('Its id.'), domain: maybe('Its domain or web address.') })
      .describe('The company a person works for.'),
  })
  .meta({ id: 'Lead', description: 'A person or a company that somebody wants to sell to.' });

export type LeadAnswer = z.output<typeof leadShape>;

const noCompany = { name: null, id: null, domain: null };
const nowhere = { city: null, state: null, country: null, raw: null };

/** A lead as Puffle shows it. `lists` are the lists it is on. */
export function toLeadAnswer(lead: Lead, lists: readonly LeadList[]): LeadAnswer {
  const { full, short, aliases, first, last } = lead.name;
  const { city, state, country, raw } = lead.location ?? nowhere;
  const { name: companyName, id: companyId, domain } = lead.company ?? noCompany;
  return {
    id: lead.id,
    type: lead.type,
    name: { full, short, aliases, first, last },
    lists: lists.map(({ id, name }) => ({ id, name })),
    sources: lead.sources.map(({ id }) => ({ id })),
    createdAt: lead.createdAt.toISOString(),
    updatedAt: lead.updatedAt.toISOString(),
    location: { city, state, country, raw },
    socials: lead.socials.map(({ url }) => ({ url })),
    contacts: lead.contacts.map(({ value }) => ({ value })),
    attributes: lead.attributes,
    raw: lead.raw ?? {},
    title: lead.title,
    company: { name: companyName, id: companyId, domain },
  };
}

/** The columns of Puffle's campaign leads. */
export const prospectShape = z
  .object({
    id: uuid('The id of the prospect.'),
    campaign_id: uuid('The campaign.'),
    user_id: uuid('The user who sends to this prospect.').nullable(),
    status: text('Where the prospect stands in the sequence; `pending` before launch.'),
    email: maybe('Email address.'),
    linkedin_url: maybe('LinkedIn profile.'),
    first_name: maybe('Given name.'),
    last_name: maybe('Family name.'),
    name: maybe('Full name; follows first and last name unless given.'),
    company: maybe('Name of the company.'),
    position: maybe('Job title.'),
    headline: maybe('How they describe themselves in a line.'),
    custom_fields: json('Further values for the messages.'),
    source: maybe('Where the prospect came from: `lead`.'),
    source_ref: maybe('Its id there.'),
    created_at: time('When it was added to the campaign.'),
    updated_at: time('When it last changed.'),
    bounced_at: time('When a message bounced.').nullable(),
    replied_at: time('When they replied.').nullable(),
    current_node_id: uuid('The step of the sequence they are at.').nullable(),
  })
  .meta({ id: 'Prospect', description: 'A person in a campaign: a copy of the profile of a lead.' });

export function toProspectAnswer(prospect: Prospect): z.output<typeof prospectShape> {
  return {
    id: prospect.id,
    campaign_id: prospect.campaignId,
    user_id: prospect.userId,
    status: prospect.status,
    email: prospect.email,
    linkedin_url: prospect.linkedinUrl,
    first_name: prospect.firstName,
    last_name: prospect.lastName,
    name: prospect.name,
    company: prospect.company,
    position: prospect.position,
    headline: prospect.headline,
    custom_fields: prospect.customFields,
    source: prospect.source,
    source_ref: prospect.sourceRef,
    created_at: prospect.createdAt.toISOString(),
    updated_at: prospect.updatedAt.toISOString(),
    bounced_at: prospect.bouncedAt?.toISOString() ?? null,
    replied_at: prospect.repliedAt?.toISOString() ?? null,
    current_node_id: prospect.currentNodeId,
  };
}

const entityStatus = (whose: string) =>
  z.enum(signalStatuses).nullable().describe(`The workflow status of ${whose}; null where there is none.`);

export const signalShape = z
  .object({
    id: uuid('The id of the signal.'),
    kind: text('What kind of event it is.'),
    title: text('What happened.'),
    url: maybe('Where it was read.'),
    occurredAt: time('When it happened.'),
    entityId: uuid('The company it speaks of.').nullable(),
    personEntityId: uuid('The person it speaks of.').nullable(),
    entityStatus: entityStatus('the company'),
    personEntityStatus: entityStatus('the person'),
    createdAt: time('When it was recorded.'),
  })
  .meta({ id: 'Signal', description: 'Something that happened and makes somebody worth writing to.' });

/** A signal with the statuses of the company and the person it speaks of. */
export function toSignalAnswer(
  signal: Signal,
  entity: SignalEntity | null,
  person: SignalEntity | null,
): z.output<typeof signalShape> {
  const { id, kind, title, url, occurredAt, entityId, personEntityId, createdAt } = signal;
  return {
    id,
    kind,
    title,
    url,
    occurredAt: occurredAt.toISOString(),
    entityId,
    personEntityId,
    entityStatus: entity?.status ?? null,
    personEntityStatus: person?.status ?? null,
    createdAt: createdAt.toISOString(),
  };
}

export const signalLeadShape = z
  .object({
    id: uuid('The id of the entity: `entityId` or `personEntityId` of its signals.'),
    type: leadType(),
    name: text('Its name.'),
    status: z.enum(signalStatuses).describe('Its workflow status, the same in every signal.'),
    statusChangedAt: time('When the status last changed.').nullable(),
    email: maybe('Email address.'),
    linkedinUrl: maybe('LinkedIn profile.'),
    domain: maybe('Domain of a company.'),
    createdAt: time('When it was first seen.'),
    updatedAt: time('When it last changed.'),
  })
  .meta({ id: 'SignalLead', description: 'A person or company that signals speak of.' });

export function toSignalLeadAnswer(entity: SignalEntity): z.output<typeof signalLeadShape> {
  const { id, type, name, status, statusChangedAt, email, linkedinUrl, domain, createdAt, updatedAt } = entity;
  return {
    id,
    type,
    name,
    status,
    statusChangedAt: statusChangedAt?.toISOString() ?? null,
    email,
    linkedinUrl,
    domain,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** One page of rows under the name that their kind has. */
export function pageShape<const K extends string, T extends z.ZodType>(name: K, row: T, rows: string) {
  return z.object({
    [name]: z.array(row).describe(rows),
    nextCursor: maybe('Pass it as `cursor` to read on; null on the last page.'),
  });
}

/** The rows of a page and where the next one begins. */
export function toPageAnswer<T, U>(name: string, page: Page<T>, rows: readonly U[]) {
  return { [name]: rows, nextCursor: nextCursorOf(page) };
}
