import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { type Db, MongoClient } from 'mongodb';
import { expect } from 'vitest';
import { findRunningEngine } from '../../src/mongo/embedded.ts';
import { newPath, type RunningGateway, send, startGateway, within } from '../start/processes.ts';
import { findFaults } from './check-ledger.ts';
import { sleep } from './form.ts';
import { countAcknowledged, createLedger, type Ledger } from './ledger.ts';
import { prepareEntities, runLoad } from './load.ts';
import { waitedForProcessor } from './processor.ts';

/** A gateway with its engine inside, which is killed and started again on the same data. */
export interface Victim {
  ledger: Ledger;
  /** Kills it under load and starts it again. */
  killAndRecover(round: number, random: () => number): Promise<Kill>;
  /** What the database lacks of what was acknowledged, and has too much. */
  faults(): Promise<string[]>;
  /** Changes the database behind the gateway's back. */
  inDatabase<T>(change: (db: Db) => Promise<T>): Promise<T>;
}

interface Kill {
  acknowledged: number;
  /** Answers that were no success. */
  refused: number;
  /** From the start of the process to the first acknowledged write, without what other processes took of the machine. */
  recoveryMs: number;
}

const leastAcknowledged = 25;
const slowMs = 5_000;

/** Once told to, kills its process as soon as an answer has gone out: what is not on the disk by then is lost. */
const killer = `
  import { subscribe } from 'node:diagnostics_channel';
  process.once('SIGUSR2', () => {
    subscribe('http.server.response.finish', () => process.kill(process.pid, 'SIGKILL'));
  });
`;

/** @param main the gateway's file, where it is one that is broken on purpose */
export async function startVictim(main?: string): Promise<Victim> {
  const file = `${newPath('preload')}.mjs`;
  writeFileSync(file, killer);
  const nodeOptions = ['--import', file];
  const LEADGRAPH_DATA = newPath('data');
  const ledger = createLedger();
  let gateway = await startGateway({ LEADGRAPH_DATA }, nodeOptions, main);
  await prepareEntities(gateway, ledger);

  async function inDatabase<T>(change: (db: Db) => Promise<T>): Promise<T> {
    const client = new MongoClient((await findRunningEngine(LEADGRAPH_DATA)) ?? '');
    return change(client.db('leadgraph')).finally(() => client.close());
  }

  return {
    ledger,
    inDatabase,
    faults: () => inDatabase((db) => findFaults(db, ledger)),
    async killAndRecover(round, random) {
      const before = countAcknowledged(ledger);
      const load = runLoad(gateway, ledger, { round, random });
      while (countAcknowledged(ledger) - before < leastAcknowledged) await sleep(5);
      await sleep(random() * 300);
      gateway.child.kill('SIGUSR2');
      expect(await within('the kill', gateway.exited)).toMatchObject({ signal: 'SIGKILL' });
      const refused = await load;
      const acknowledged = countAcknowledged(ledger) - before;
      const asItCrashed = newPath('data');
      cpSync(LEADGRAPH_DATA, asItCrashed, { recursive: true });
      let recoveryMs = await recover();
      // A machine that is busy with other things may be why, so the same crash is recovered from once more.
      for (let again = 1; again <= 2 && recoveryMs > slowMs; again += 1) {
        await gateway.kill('SIGKILL');
        rmSync(LEADGRAPH_DATA, { recursive: true });
        cpSync(asItCrashed, LEADGRAPH_DATA, { recursive: true });
        recoveryMs = Math.min(recoveryMs, await recover());
      }
      rmSync(asItCrashed, { recursive: true });
      return { acknowledged, refused, recoveryMs };
    },
  };

  async function recover(): Promise<number> {
    const from = performance.now();
    gateway = await startGateway({ LEADGRAPH_DATA }, nodeOptions, main);
    await writeOnce(gateway);
    return performance.now() - from - waitedForProcessor(gateway.child.pid);
  }
}

async function writeOnce({ url, key }: RunningGateway): Promise<void> {
  const query = 'mutation($input: CreateLeadInput!) { createLead(input: $input) { __typename } }';
  const input = { type: 'COMPANY', name: { full: 'First after the kill' } };
  const { data } = await send(url, key, query, { input });
  if (JSON.stringify(data) !== '{"createLead":{"__typename":"CreateLeadPayload"}}')
    throw new Error('No write went through');
}
