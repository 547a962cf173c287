import { expect, test } from 'vitest';
import { spoiledGateway } from '../start/processes.ts';
import { damages, findWritten } from './damage.ts';
import { createRandom, isLong, note, seed } from './form.ts';
import { startVictim } from './kill.ts';
import { countAcknowledged } from './ledger.ts';

const kills = isLong ? 50 : 2;
const recoveryMs = 5_000;
const timeout = isLong ? 800_000 : 180_000;

test(`kill -9 of a gateway with its engine, ${kills} times under load, loses and doubles nothing`, {
  timeout,
}, async () => {
  const random = createRandom(seed);
  const victim = await startVictim();
  const recoveries: number[] = [];
  for (let round = 1; round <= kills; round += 1) {
    const kill = await victim.killAndRecover(round, random);
    recoveries.push(Math.round(kill.recoveryMs));
    expect(kill.refused).toBe(0);
    expect(await victim.faults()).toEqual([]);
  }
  const sorted = recoveries.sort((a, b) => a - b);
  note(
    `seed ${seed}: ${kills} kills, ${countAcknowledged(victim.ledger)} of ${victim.ledger.marks.size} writes ` +
      `acknowledged, none lost, none doubled; recovery ${sorted[0]} to ${sorted.at(-1)} ms, median ${sorted[kills >> 1]}`,
  );
  expect(sorted.at(-1)).toBeLessThan(recoveryMs);

  // The control: what has just found nothing finds each kind of damage.
  let before: string[] = [];
  const written = await victim.inDatabase((db) => findWritten(db, victim.ledger));
  for (const { name, inflict, fault } of damages) {
    await victim.inDatabase((db) => inflict(db, written, victim.ledger));
    const after = await victim.faults();
    const found = after.filter((line) => !before.includes(line));
    expect(found, name).toContainEqual(expect.stringMatching(fault));
    before = after;
  }
});

// Short of determined: it may take some kills until one hits a write that is only in memory.
test.runIf(isLong)(
  'control: the same load and check find that a gateway without the journal loses writes',
  {
    timeout,
  },
  async () => {
    const random = createRandom(seed);
    // It answers before its writes are in the journal.
    const victim = await startVictim(spoiledGateway('journal:true}', 'journal:false}'));
    let faults: string[] = [];
    let round = 0;
    while (round < 40 && faults.length === 0) {
      round += 1;
      await victim.killAndRecover(round, random);
      faults = await victim.faults();
    }
    note(`control without the journal: ${faults.length} faults after ${round} kills, the first: ${faults[0]}`);
    expect(faults).toContainEqual(expect.stringMatching(/^(lost|status|back)/));
  },
);
