import { type InputIssue, InvalidInputError, type LeadgraphError } from '../../shared/errors.ts';
import { toInvalidInput } from '../../shared/invalid-input.ts';
import { createPace } from '../../shared/pace.ts';
import type { Run } from '../../shared/runs.ts';
import { wording } from '../../shared/wording.ts';
import type { WriteStamp } from '../history/lead.history.pipeline.ts';
import type { LeadChange } from '../history/lead.history.ts';
import type { IdentityRules } from '../identity/identity.rules.ts';
import { type IdentityKey, leadTypes, parseIdentityKeys, scopedKey } from '../identity/identity.ts';
import { IdentityConflictError } from '../lead.errors.ts';
import type { HeldBack, OnMatch } from '../lead.match.ts';
import { type CreateLeadInput, createLeadRules } from '../lead.rules.ts';
import type { LeadStore } from '../lead.store.ts';
import type { CreatedLead, Lead } from '../lead.ts';
import { identityKeysOf } from '../writing/lead.pipeline.ts';
import { type Filled, fill, filledOf } from './lead.fill.ts';

/** How many leads one call may bring. */
const maxLeads = 500;

export type BatchOutcome = 'created' | 'merged' | 'unchanged' | 'conflict' | 'invalid';

/** What became of one lead of a batch; `error` tells why there is no `lead`. */
export interface BatchItem {
  index: number;
  outcome: BatchOutcome;
  lead: Lead | null;
  matchedKeys: IdentityKey[];
  /** What it changed, and its entry in the lead's history. */
  changes: () => LeadChange[];
  heldBack: () => HeldBack[];
  writeId: string | null;
  error: LeadgraphError | null;
}

/** What an item has that changed no lead. */
const nothing = { matchedKeys: [], changes: () => [], heldBack: () => [], writeId: null };

interface BatchDeps {
  workspaceId: string;
  leads: LeadStore;
  existingLists: (ids: readonly string[]) => Promise<string[]>;
  stampOf: (run: Run) => Omit<WriteStamp, 'step' | 'inBatch'>;
  rulesNow: () => IdentityRules;
  /** Makes leads that these may belong to follow the rules. */
  lookAhead: (inputs: readonly CreateLeadInput[]) => Promise<void>;
  /** createLead, for an item that the bulk write could not place. */
  createOne: (input: CreateLeadInput, run: Run, step: number) => Promise<CreatedLead>;
}

interface ValidItem {
  index: number;
  input: CreateLeadInput;
}

/**
 * Creates or merges up to 500 leads, each as createLead would and in their order: a bulk command for each hundred, one
 * read, and what conflicts need. An item that fails stops no other.
 */
export async function createBatch(deps: BatchDeps, inputs: readonly unknown[], run: Run): Promise<BatchItem[]> {
  const { valid, refused } = await checkAll(deps, inputs);
  const steps = valid.map(({ index }) => index);
  const made = await deps.leads.findMade(deps.workspaceId, run, steps);
  const open = valid.filter(({ index }) => !made.has(index));
  const writes = open.map(({ index, input }) => ({ step: index, input, listIds: listIdsOf(input) }));
  await deps.lookAhead(open.map(({ input }) => input));
  const stamp = deps.stampOf(run);
  const results = writes.length === 0 ? [] : await deps.leads.createOrMergeMany(deps.workspaceId, writes, stamp);
  const items = [...refused];
  for (const [index, result] of made) items.push({ index, ...result, error: null });
  for (const [position, { index, input }] of open.entries()) {
    const result = results[position];
    if (result === undefined || result === 'taken') {
      items.push(await placeOne(index, () => deps.createOne(input, run, index)));
    } else {
      items.push({ index, ...result, error: null });
    }
  }
  return items.sort((a, b) => a.index - b.index);
}

/**
 * What createBatch would do with these inputs, without writing: at most two commands. A lead that exists counts as
 * merged, whether or not it would take anything in.
 */
export async function previewBatch(
  deps: BatchDeps,
  inputs: readonly unknown[],
  onMatch: OnMatch = 'merge',
): Promise<BatchItem[]> {
  const { valid, refused } = await checkAll(deps, inputs);
  const rules = deps.rulesNow();
  await deps.lookAhead(valid.map(({ input }) => input));
  const keys = [...new Set(valid.flatMap(({ input }) => identityKeysOf(input, rules)))];
  const known = keys.length === 0 ? [] : await deps.leads.findByIdentityKeys(deps.workspaceId, leadTypes, keys);
  // Who holds a key: a lead that exists (its id), or one that an earlier item would create (its index).
  const holders = new Map<string, Lead | number>(
    known.flatMap((lead) => lead.identityKeys.map((key) => [scopedKey(lead.type, key), lead] as const)),
  );
  const filled = new Map<Lead | number, Filled>();
  const items = [...refused];
  for (const { index, input } of valid) {
    const own = identityKeysOf(input, rules);
    const scoped = own.map((key) => scopedKey(input.type, key));
    const matched = own.filter((_key, position) => holders.has(scoped[position] ?? ''));
    const found = [...new Set(scoped.map((key) => holders.get(key)).filter((holder) => holder !== undefined))];
    const leads = found.filter((holder) => typeof holder !== 'number');
    if (found.length > 1 || (found.length === 1 && onMatch === 'fail')) {
      const error = new IdentityConflictError(parseIdentityKeys(matched), leads);
      items.push({
        index,
        outcome: 'conflict',
        lead: null,
        ...nothing,
        matchedKeys: parseIdentityKeys(matched),
        error,
      });
      continue;
    }
    const holder = found[0] ?? index;
    // A lead that is left alone gets none of the keys, and one whose blanks are filled those of what it had nothing of.
    const has = filled.get(holder) ?? filledOf(typeof holder === 'number' ? null : holder);
    const after = fill(has, input, rules);
    filled.set(holder, after.filled);
    const taken = onMatch === 'fill blanks' ? after.keys : onMatch === 'reuse' && found.length > 0 ? [] : own;
    for (const key of taken) holders.set(scopedKey(input.type, key), holder);
    const outcome = found.length === 0 ? 'created' : onMatch === 'reuse' ? 'unchanged' : 'merged';
    items.push({
      index,
      outcome,
      lead: leads[0] ?? null,
      ...nothing,
      matchedKeys: parseIdentityKeys(matched),
      error: null,
    });
  }
  return items.sort((a, b) => a.index - b.index);
}

async function checkAll(
  { existingLists }: BatchDeps,
  inputs: readonly unknown[],
): Promise<{ valid: ValidItem[]; refused: BatchItem[] }> {
  if (inputs.length === 0 || inputs.length > maxLeads) {
    throw InvalidInputError.of(
      ['inputs'],
      `Must have 1 to ${maxLeads} items`,
      inputs.length === 0 ? 'too_small' : 'too_big',
    );
  }
  const pace = createPace();
  const checked: { index: number; result: ReturnType<typeof createLeadRules.safeParse> }[] = [];
  for (const [index, input] of inputs.entries()) {
    checked.push({ index, result: createLeadRules.safeParse(input, { error: wording }) });
    await pace();
  }
  const named = checked.flatMap(({ result }) => (result.success ? listIdsOf(result.data) : []));
  const lists = new Set(named.length === 0 ? [] : await existingLists([...new Set(named)]));
  const valid: ValidItem[] = [];
  const refused: BatchItem[] = [];
  const refuse = (index: number, { issues }: { issues: InputIssue[] }) => {
    const placed = issues.map((issue) => ({ ...issue, path: ['inputs', String(index), ...issue.path] }));
    const error = new InvalidInputError(placed);
    refused.push({ index, outcome: 'invalid', lead: null, ...nothing, error });
  };
  for (const { index, result } of checked) {
    if (!result.success) {
      refuse(index, toInvalidInput(result.error));
      continue;
    }
    const missing = listIdsOf(result.data).filter((id) => !lists.has(id));
    if (missing.length === 0) valid.push({ index, input: result.data });
    else {
      const issues = missing.map((id) => ({
        path: ['listIds'],
        message: `List ${id} was not found`,
        code: 'not_found',
      }));
      refuse(index, { issues });
    }
  }
  return { valid, refused };
}

async function placeOne(index: number, create: () => Promise<CreatedLead>): Promise<BatchItem> {
  try {
    return { index, ...(await create()), error: null };
  } catch (error) {
    if (error instanceof IdentityConflictError) {
      return { index, outcome: 'conflict', lead: null, ...nothing, matchedKeys: error.keys, error };
    }
    if (error instanceof InvalidInputError) {
      const issues = error.issues.map((issue) => ({
        ...issue,
        path: ['inputs', String(index), ...issue.path.slice(1)],
      }));
      return { index, outcome: 'invalid', lead: null, ...nothing, error: new InvalidInputError(issues) };
    }
    throw error;
  }
}

function listIdsOf(input: CreateLeadInput): string[] {
  return [...new Set(input.listIds ?? [])];
}
