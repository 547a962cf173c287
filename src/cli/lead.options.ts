import { type Command, Option } from 'commander';
import { leadStatuses } from '../lead/lead.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../shared/json.ts';
import { usageError } from './cli-error.ts';
import { collect, type OptionReader, readWord, splitList } from './options.ts';

/** The options of a lead's fields, as they come from the command line. */
export interface LeadOptions {
  name?: string;
  title?: string;
  company?: string;
  location?: string;
  email?: string;
  phone?: string;
  socials?: string[];
  contacts?: string[];
  domain?: string;
  industry?: string;
  size?: string;
  status?: string;
  attributes?: string;
  metadata?: string;
  source?: string;
  sources?: string[];
  raw?: string;
}

/** Fields that `--clear` can empty. */
const clearable = [
  ...['title', 'company', 'location', 'email', 'phone', 'socials', 'contacts', 'domain', 'industry', 'size'],
  ...['attributes', 'metadata', 'source', 'sources', 'raw'],
] as const;

/** Which of the two commands has the options. */
type LeadWrite = 'create' | 'update';

const sourceDescriptions: Record<LeadWrite, string> = {
  create: 'how the lead came in: webinar, referral …; or JSON with id, provider, name',
  update: 'how the lead came in: webinar, referral …',
};

/** Gives a command the options of a lead's fields, which create and update share. */
export function addLeadOptions(command: Command, write: LeadWrite): Command {
  const list = (flags: string, description: string) => new Option(flags, description).argParser(collect);
  return command
    .option('--title <title>', 'job title of a person')
    .option('--company <company>', 'its name, or JSON with name, id, domain')
    .option('--location <location>', 'as one text, or JSON with city, state, country, raw')
    .option('--email <email>', 'email address')
    .option('--phone <phone>', 'phone number')
    .addOption(list('--socials <socials>', 'address of a profile; repeat it, or give a JSON array'))
    .addOption(list('--contacts <contacts>', 'another address or number; repeat it, or give a JSON array'))
    .option('--domain <domain>', 'domain or web address of a company')
    .option('--industry <industry>', 'line of business')
    .option('--size <size>', 'number of employees')
    .option('--status <status>', leadStatuses.join(', '))
    .option('--attributes <attributes>', 'custom fields, a JSON object')
    .option('--metadata <metadata>', 'whatever you attach, a JSON object')
    .option('--source <source>', sourceDescriptions[write])
    .addOption(list('--sources <sources>', 'a record elsewhere as provider:id; repeat it, or give a JSON array'))
    .option('--raw <raw>', 'the record as its source has it, a JSON object');
}

/** The input fields that the options stand for; those that are not given are absent. */
export async function readLeadFields(
  options: LeadOptions,
  reader: OptionReader,
  write: LeadWrite,
): Promise<JsonObject> {
  const input: JsonObject = {};
  for (const field of ['title', 'email', 'phone', 'domain', 'industry', 'size'] as const) {
    const value = options[field];
    if (value !== undefined) input[field] = value;
  }
  const { name, company, location, socials, contacts, sources, source, status } = options;
  if (name !== undefined) input.name = await reader.objectOrText('--name', name, 'full');
  if (company !== undefined) input.company = await reader.objectOrText('--company', company, 'name');
  if (location !== undefined) input.location = await reader.objectOrText('--location', location, 'raw');
  if (status !== undefined) input.status = readWord('--status', status, leadStatuses).toUpperCase();
  if (socials !== undefined) input.socials = await reader.items('--socials', socials, (url) => ({ url }));
  if (contacts !== undefined) input.contacts = await reader.items('--contacts', contacts, (value) => ({ value }));
  for (const field of ['attributes', 'metadata', 'raw'] as const) {
    const value = options[field];
    if (value !== undefined) input[field] = await reader.object(`--${field}`, value);
  }
  const records: JsonValue[] = sources === undefined ? [] : await reader.items('--sources', sources, toSource);
  if (source !== undefined) {
    const json = await reader.jsonOrText('--source', source);
    if (typeof json === 'string') input.source = json;
    else if (write === 'update') {
      // Lists of an update replace: one record of an object would take the place of all that the lead has.
      throw usageError(
        '--source must be text in an update; --sources replaces the records elsewhere by those it names',
      );
    } else if (isJsonObject(json)) {
      // As the REST call takes it: a name, and the record that the lead is there.
      const { id = null, provider = null, name = provider } = json;
      if (name !== null) input.source = name;
      if (id !== null) records.push({ provider, id });
    } else throw usageError('--source must be text, or a JSON object with id, provider, name');
  }
  if (records.length > 0 || sources !== undefined) input.sources = records;
  return input;
}

/** The fields that `--clear title,phone` empties, each null. */
export function readCleared(value: string | undefined): JsonObject {
  const fields = splitList(value ?? '');
  for (const field of fields) readWord('--clear', field, clearable);
  return Object.fromEntries(fields.map((field) => [field.toLowerCase(), null]));
}

/** `apollo:663232d8`: the provider's name before the first colon, the id behind it. An id alone has no provider. */
function toSource(text: string): JsonObject {
  const colon = text.indexOf(':');
  return colon < 1 ? { id: text } : { provider: text.slice(0, colon), id: text.slice(colon + 1) };
}

/** Where values come from, and what becomes of a lead that is known already. */
export interface CreationOptions {
  via?: string;
  onMatch?: string;
}

const matchWords = ['merge', 'fill_blanks', 'reuse', 'fail'] as const;

export function addCreationOptions(command: Command): Command {
  return command
    .option('--on-match <mode>', 'where a lead has an identifier: merge, fill-blanks, reuse or fail (default: merge)')
    .option('--via <source>', 'the source of the values, as the workspace ranks it: apollo, crm …');
}

/** The variables that the options stand for. */
export function readCreationOptions({ via, onMatch }: CreationOptions): { via?: string; onMatch?: string } {
  return {
    ...(via === undefined ? {} : { via }),
    ...(onMatch === undefined ? {} : { onMatch: readWord('--on-match', onMatch, matchWords).toUpperCase() }),
  };
}
