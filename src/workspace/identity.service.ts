import { changedRules, readRulesInput } from '../lead/identity/identity.rules.input.ts';
import type { IdentityRules, RulesInForce } from '../lead/identity/identity.rules.ts';
import type { PreviewPlace, RulesPreview } from '../lead/rekey/lead.rekey.preview.ts';
import type { Clock } from '../shared/clock.ts';
import { InvalidInputError } from '../shared/errors.ts';
import type { Page, PageRequest } from '../shared/paging.ts';
import { IdentityRulesConflictError } from './identity.errors.ts';
import { readPreviewCursor, toPreviewCursor } from './preview-cursor.ts';
import type { RekeyStore } from './rekey.store.ts';
import type { MetCollision, Rekey } from './rekey.ts';

/** Changes of others that one may meet in a row before it gives up. */
const maxAttempts = 20;

/** How many of each a preview may show. */
const maxShown = 100;

/** How long one request of a preview looks at leads, unless told otherwise. */
const usualPreviewMs = 5_000;

/** A preview of as many leads as one request looks at. */
export interface PartialPreview extends RulesPreview {
  /** Where to go on; null at the end. */
  endCursor: string | null;
  /** The leads of the workspace. */
  total: () => Promise<number>;
}

/** Looks at leads by rules that are not in force. */
interface PreviewedLeads {
  previewRules(
    workspaceId: string,
    change: { from: IdentityRules; to: IdentityRules },
    part: { first: number; budgetMs: number; after: PreviewPlace | null },
  ): Promise<RulesPreview>;
  countPreviewed(workspaceId: string): Promise<number>;
}

interface IdentityServiceDeps {
  workspaceId: string;
  rekeys: RekeyStore;
  leads: PreviewedLeads;
  clock: Clock;
  /** How long writes by former rules may still come in. */
  settleMs: number;
  /** Hears of rules that are in force from now on. */
  onChanged: (inForce: RulesInForce) => void;
  previewMs?: number | undefined;
}

/** What identifies a lead in one workspace. */
export function createIdentityService(deps: IdentityServiceDeps) {
  const { workspaceId, rekeys, leads, clock, settleMs, onChanged, previewMs = usualPreviewMs } = deps;
  const find = () => rekeys.find(workspaceId, clock());

  return {
    /** The rules in force, and how the work for the latest change of them stands. */
    find,

    /**
     * What a change would make of the leads, without writing: of those behind `after`, as far as one request goes.
     * @throws InvalidInputError
     */
    async preview(input: unknown, first: number, after: string | null): Promise<PartialPreview> {
      const wish = readRulesInput(input);
      if (first < 1 || first > maxShown) {
        throw InvalidInputError.of(['first'], `"first" must be between 1 and ${maxShown}`, 'page_size');
      }
      const { rules } = await find();
      const wanted = changedRules(rules, wish);
      const place = after === null ? null : readPreviewCursor({ workspaceId, rules: wanted }, after);
      const change = { from: rules, to: wanted };
      const preview = await leads.previewRules(workspaceId, change, { first, budgetMs: previewMs, after: place });
      const { next } = preview;
      return {
        ...preview,
        endCursor: next === null ? null : toPreviewCursor({ workspaceId, rules: wanted }, next),
        total: () => leads.countPreviewed(workspaceId),
      };
    },

    /**
     * Changes the rules. Writes follow them from now on, and a worker re-keys the leads that there are; what changes
     * nothing is answered as it stands.
     * @throws InvalidInputError; IdentityRulesConflictError when the rules are not of the expected version any more
     */
    async set(input: unknown, expectedVersion: number | null): Promise<{ rules: IdentityRules; rekey: Rekey | null }> {
      const change = readRulesInput(input);
      for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
        const current = await find();
        const { version } = current.rules;
        if (expectedVersion !== null && version !== expectedVersion) {
          throw new IdentityRulesConflictError(current.rules, expectedVersion);
        }
        const rules = changedRules(current.rules, change);
        if (rules === current.rules) return current;
        const rekey = await rekeys.replace(workspaceId, rules, { now: clock(), settleMs });
        if (rekey === null) continue;
        onChanged({ rules, rekeying: true });
        return { rules, rekey };
      }
      throw new Error('setIdentityRules lost too many races');
    },

    /** Leads that the rules of a version would make one with others, by key. */
    listCollisions: (version: number, request: PageRequest): Promise<Page<MetCollision>> =>
      rekeys.findCollisions(workspaceId, version, request),
  };
}
