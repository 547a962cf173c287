import type { IdentityRules } from '../lead/identity/identity.rules.ts';
import type { RekeyRun } from '../lead/rekey/lead.rekey.ts';
import { createBackground } from '../shared/background.ts';
import type { Clock } from '../shared/clock.ts';
import type { NewId } from '../shared/ids.ts';
import type { RekeyStore } from './rekey.store.ts';
import type { Rekey } from './rekey.ts';

const pollMs = 1_000;

/** The leads whose keys follow former rules. */
interface FormerLeads {
  countFormer(workspaceId: string, rules: IdentityRules): Promise<number>;
  /** Answers how many it has gone through, 0 when none is left. */
  rekeyNext(workspaceId: string, limit: number, run: RekeyRun): Promise<number>;
}

interface WorkerDeps {
  rekeys: RekeyStore;
  leads: FormerLeads;
  clock: Clock;
  newId: NewId;
  /** Hears what stopped a re-keying, which is taken up again later. */
  onError: (error: unknown) => void;
  /** Leads between two notes of the progress. */
  pageSize?: number;
}

/**
 * Gives leads the keys that changed rules of their workspaces make of them. Which leads are left is told by the leads
 * themselves, so a work that a crash has broken off, or that two workers are at, is taken up anywhere and ends the same.
 */
export function createRekeyWorker({ rekeys, leads, clock, newId, onError, pageSize = 200 }: WorkerDeps) {
  const owner = newId();

  /** Counts what is to do, at the beginning; answers whether this worker is still the one to do it. */
  async function begin(rekey: Rekey): Promise<boolean> {
    if (rekey.total !== null) return true;
    await rekeys.dropFormer(rekey);
    rekey.total = await leads.countFormer(rekey.workspaceId, rekey.rules);
    return rekeys.setTotal(rekey, owner, rekey.total, clock());
  }

  async function goOn(rekey: Rekey): Promise<boolean> {
    if (!(await begin(rekey))) return false;
    const { workspaceId, rules } = rekey;
    const gone = await leads.rekeyNext(workspaceId, pageSize, {
      rules,
      now: clock,
      newId,
      onCollisions: (met) => rekeys.addCollisions(workspaceId, rules.version, met, clock()),
    });
    if (gone > 0) return rekeys.advance(rekey, owner, gone, clock());
    await rekeys.settle(rekey, owner, clock());
    return false;
  }

  return createBackground<Rekey>({
    ...{ pollMs, goOn, onError },
    claim: () => rekeys.claim(owner, clock()),
    release: (rekey) => rekeys.release(rekey, owner, clock()),
  });
}
