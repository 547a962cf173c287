import { isLarger } from '../../mongo/bson-size.ts';
import { jsonFields, maxEntryBytes, type WriteStamp } from '../history/lead.history.pipeline.ts';
import type { StoredWrite } from '../history/lead.history.store.ts';
import type { LeadDocument } from '../lead.document.store.ts';
import type { CreateLeadInput } from '../lead.rules.ts';
import { confirmedOfNew } from '../provenance/lead.held.pipeline.ts';
import { reachOf } from '../provenance/lead.provenance.pipeline.ts';
import { isKept, type JsonNode, type StoredOrigin } from '../provenance/lead.provenance.ts';
import { visibleFields } from '../writing/lead.stamp.pipeline.ts';

type Sourced = WriteStamp & { source: string };

/** The entry of a creation in the history of its lead, as `historyWith` makes it where there is no former self. */
export function newWrite(lead: LeadDocument, { run, step, now, author, source }: Sourced): StoredWrite {
  const json: StoredWrite['json'] = {};
  for (const field of jsonFields) {
    const keys = Object.keys(lead[field]);
    if (keys.length > 0) json[field] = { was: [], set: keys };
  }
  const whole: StoredWrite = {
    id: run.id,
    step,
    at: now,
    version: 1,
    author,
    source,
    outcome: 'created',
    matched: [],
    set: visibleFields.filter((field) => Reflect.get(lead, field) != null),
    joined: lead.listIds,
    was: [],
    json,
    short: false,
  };
  return isLarger(whole, maxEntryBytes) ? { ...whole, json: {}, short: true } : whole;
}

/** Where the values of a new lead come from, as `provenanceWith` has it: all of them from one source. */
export function newOrigin(input: CreateLeadInput, lead: LeadDocument, stamp: Sourced): StoredOrigin {
  const { source, author, now } = stamp;
  const { plain, json } = reachOf(input, 'create');
  const paths = new Set<string>();
  for (const path of plain) {
    const [field = '', part] = path.split('/');
    const value: object | string | null = Reflect.get(lead, field);
    const isSet = part === undefined || typeof value !== 'object' || value === null ? value : Reflect.get(value, part);
    if (isSet != null) paths.add(path);
  }
  for (const node of json) addLeaves(node, paths);
  for (const { canonical } of lead.contacts) paths.add(`contacts/${canonical}`);
  for (const { canonical } of lead.socials) paths.add(`socials/${canonical}`);
  for (const { canonical } of lead.sources) paths.add(`sources/${canonical}`);
  for (const path of confirmedOfNew(input, stamp)) paths.add(path);
  return { source, author, at: now, paths: [...paths] };
}

function addLeaves({ leaves, nodes }: JsonNode, paths: Set<string>): void {
  for (const leaf of leaves) if (leaf.value !== null && isKept(leaf)) paths.add(leaf.path);
  for (const { node } of nodes) addLeaves(node, paths);
}
