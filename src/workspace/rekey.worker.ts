import { setImmediate } from 'node:timers/promises';
import type { LeadStore } from '../lead/lead.store.ts';
import type { Clock } from '../shared/clock.ts';
import type { NewId } from '../shared/ids.ts';
import type { RekeyStore } from './rekey.store.ts';
import type { Rekey } from './rekey.ts';

/** How often a gateway asks whether there is something to do. */
const pollMs = 1_000;

interface WorkerDeps {
  rekeys: RekeyStore;
  leads: Pick<LeadStore, 'countFormer' | 'rekeyNext'>;
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
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let working: Promise<void> | undefined;

  async function goOn(rekey: Rekey): Promise<void> {
    const { workspaceId, rules } = rekey;
    if (rekey.total === null) {
      await rekeys.dropFormer(rekey);
      if (!(await rekeys.setTotal(rekey, owner, await leads.countFormer(workspaceId, rules), clock()))) return;
    }
    const run = {
      rules,
      now: clock,
      newId,
      onCollisions: (met: Parameters<RekeyStore['addCollisions']>[2]) =>
        rekeys.addCollisions(workspaceId, rules.version, met, clock()),
    };
    while (!stopping) {
      const gone = await leads.rekeyNext(workspaceId, pageSize, run);
      if (gone === 0) return rekeys.settle(rekey, owner, clock());
      if (!(await rekeys.advance(rekey, owner, gone, clock()))) return;
      await setImmediate();
    }
    await rekeys.release(rekey, owner, clock());
  }

  async function workOff(): Promise<void> {
    while (!stopping) {
      const rekey = await rekeys.claim(owner, clock());
      if (rekey === null) return;
      await goOn(rekey);
    }
  }

  /** Does all that is due. */
  function runDue(): Promise<void> {
    working ??= workOff().finally(() => {
      working = undefined;
    });
    return working;
  }

  return {
    runDue,

    /** Looks for work from now on, without keeping the process alive. */
    start(): void {
      const look = () => void runDue().catch(onError);
      timer = setInterval(look, pollMs).unref();
      look();
    },

    /** Ends after the leads at hand; another gateway goes on, or this one after its next start. */
    async stop(): Promise<void> {
      stopping = true;
      clearInterval(timer);
      await working?.catch(() => {});
    },
  };
}
