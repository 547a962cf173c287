import * as z from 'zod';
import { isStorableText, optionalJsonObject, optionalText, requiredText } from '../shared/rules.ts';
import { foldWords } from '../shared/text.ts';
import { leadTypes, readContact, readEmail, readPhone } from './identity/identity.ts';
import { leadStatuses } from './lead.ts';

/** How many entries each list of a lead may have in one input. */
const listLimits = { aliases: 50, socials: 50, contacts: 50, sources: 50, listIds: 100 } as const;

function optionalList<T extends z.ZodType>(item: T, max: number) {
  return z
    .array(item, { error: 'Must be a list' })
    .max(max, { error: `Must have at most ${max} items` })
    .nullish();
}

const nameRules = z.object({
  full: optionalText(500),
  short: optionalText(200),
  aliases: optionalList(requiredText(500), listLimits.aliases),
  first: optionalText(200),
  last: optionalText(200),
});

const emailRule = optionalText(320).refine((value) => value == null || readEmail(value, 'company') !== null, {
  error: 'Is not an email address',
  params: { code: 'invalid_email' },
});

const phoneRule = optionalText(50).refine((value) => value == null || readPhone(value) !== null, {
  error: 'Is not a phone number',
  params: { code: 'invalid_phone' },
});

const fieldRules = {
  title: optionalText(500),
  company: z.object({ name: optionalText(500), id: optionalText(200), domain: optionalText(500) }).nullish(),
  location: z
    .object({ city: optionalText(200), state: optionalText(200), country: optionalText(200), raw: optionalText(500) })
    .nullish(),
  socials: optionalList(z.object({ url: requiredText(2048) }), listLimits.socials),
  contacts: optionalList(z.object({ value: requiredText(500) }), listLimits.contacts),
  email: emailRule,
  phone: phoneRule,
  domain: optionalText(500),
  industry: optionalText(200),
  size: optionalText(100),
  status: z.enum(leadStatuses).nullish(),
  source: optionalText(200),
  sources: optionalList(z.object({ provider: optionalText(100), id: requiredText(500) }), listLimits.sources),
  attributes: optionalJsonObject,
  metadata: optionalJsonObject,
  raw: optionalJsonObject,
};

type Contacts = z.output<typeof fieldRules.contacts>;
type Context = z.RefinementCtx;

function refuse(context: Context, path: string[], message: string, code: string): void {
  context.addIssue({ code: 'custom', path, message, params: { code } });
}

/** `email` and `phone` are shorthand for a contact: a list of contacts of that kind must have the same one. */
function checkShorthand(
  input: { contacts?: Contacts; email?: string | null | undefined; phone?: string | null | undefined },
  context: Context,
): void {
  if (input.contacts == null) return;
  const contacts = input.contacts.map((contact) => readContact(contact.value, 'company'));
  for (const kind of ['email', 'phone'] as const) {
    const given = input[kind];
    const listed = contacts.filter((contact) => contact.kind === kind);
    if (given === undefined || listed.length === 0) continue;
    const canonical = given === null ? null : readContact(given, 'company', kind).canonical;
    if (listed.some((contact) => contact.canonical === canonical)) continue;
    refuse(context, [kind], `"${kind}" contradicts "contacts", which has another ${kind}`, 'contradiction');
  }
}

/** A new lead, as createLead and every import take it. */
export const createLeadRules = z
  .object({
    type: z.enum(leadTypes),
    name: nameRules,
    ...fieldRules,
    listIds: optionalList(requiredText(100), listLimits.listIds),
  })
  .superRefine((input, context) => {
    const { name } = input;
    if (input.type === 'company') {
      if (!name.full) refuse(context, ['name', 'full'], 'A company needs a full name', 'required');
      if (name.first || name.last) {
        refuse(context, ['name'], 'A company has no first or last name, only a full one', 'not_for_company');
      }
    } else if (!name.full && !name.first && !name.last) {
      refuse(context, ['name', 'full'], 'A person needs a full name, or a first or last name', 'required');
    }
    checkShorthand({ ...input, email: input.email ?? undefined, phone: input.phone ?? undefined }, context);
  });

export type CreateLeadInput = z.output<typeof createLeadRules>;

/** A partial update: absent keeps, null clears. Neither the type nor the lists are among the fields. */
export const updateLeadRules = z
  .object({
    id: z.string(),
    expectedVersion: z.int({ error: 'Must be a version, 1 or more' }).min(1).nullish(),
    name: nameRules.nullish(),
    ...fieldRules,
  })
  .superRefine((input, context) => {
    if (input.name === null) refuse(context, ['name'], 'A lead cannot lose its name', 'required');
    if (input.name?.full === null) refuse(context, ['name', 'full'], 'A lead cannot lose its name', 'required');
    if (input.status === null) refuse(context, ['status'], 'A lead always has a status', 'required');
    checkShorthand(input, context);
  });

export type UpdateLeadInput = z.output<typeof updateLeadRules>;

/** How many words a search may have: the database looks for each of them. */
const maxSearchWords = 8;

/** For the text of a search, whichever door it comes through. */
export const fewWords = z.refine<string>((text) => foldWords(text).length <= maxSearchWords, {
  error: `Must have at most ${maxSearchWords} different words`,
  params: { code: 'too_many_words' },
});

/** A path into stored JSON and the value to find there, both as they could have been stored: {"key": value}. */
export const jsonPathRules = z.object({
  path: z
    .array(z.string().refine(isStorableText, { error: 'No stored key is like this', params: { code: 'invalid_text' } }))
    .min(1, { error: 'Must have 1 to 16 keys' })
    .max(16, { error: 'Must have 1 to 16 keys' }),
  equals: z
    .unknown()
    .superRefine((value, context) => {
      const { error } = optionalJsonObject.safeParse({ key: value });
      for (const { message } of error?.issues ?? []) refuse(context, [], message, 'invalid_json');
    })
    .optional(),
});

/** The name of a source, as a write tells it. Names that begin with @ are Leadgraph's own. */
export const viaRule = optionalText(100).refine((via) => via == null || !via.trim().startsWith('@'), {
  error: 'Names that begin with @ are reserved',
  params: { code: 'reserved' },
});
