import type { Db } from 'mongodb';
import { expect, test } from 'vitest';
import { newDatabaseUri, withDatabase } from '../start/databases.ts';
import { keys, type RunningGateway, send, startGateway } from '../start/processes.ts';
import { createRandom, isLong, note, seed } from './form.ts';

const rounds = isLong ? 20 : 3;
const createsPerRound = 100;
const timeout = isLong ? 300_000 : 180_000;

const createLead = `mutation($input: CreateLeadInput!) {
  createLead(input: $input) { __typename ... on CreateLeadPayload { outcome lead { id } } }
}`;

interface Created {
  __typename: string;
  outcome: string;
  lead: { id: string };
}

/** One identity of each kind, as different clients would write it. */
const identities: ((round: number) => object[])[] = [
  (round) => [`Race.${round}@Example.com`, ` race.${round}@example.COM `].map((email) => ({ type: 'PERSON', email })),
  (round) =>
    [`https://www.linkedin.com/in/Race-${round}/`, `de.linkedin.com/in/race-${round}?trk=x`].map((url) => ({
      type: 'PERSON',
      socials: [{ url }],
    })),
  (round) =>
    [`https://www.race-${round}.example.com/about`, `RACE-${round}.example.com`].map((domain) => ({
      type: 'COMPANY',
      domain,
    })),
  (round) =>
    ['HubSpot', 'hubspot'].map((provider) => ({ type: 'PERSON', sources: [{ provider, id: `race-${round}` }] })),
];

/** A hundred creates of one identity at once, half of them from each gateway; every one brings a key of its own. */
async function race(gateways: RunningGateway[], key: string, round: number, random: () => number): Promise<Created[]> {
  const spellings = identities[round % identities.length]?.(round) ?? [];
  const answers = Array.from({ length: createsPerRound }, async (_, index) => {
    const spelling = spellings[Math.floor(random() * spellings.length)];
    const input = { ...spelling, name: { full: `Race ${round}` }, metadata: { [`k${index}`]: index } };
    const answer = await send(gateways[index % gateways.length]?.url ?? '', key, createLead, { input });
    expect(answer).toMatchObject({ data: { createLead: { __typename: 'CreateLeadPayload' } } });
    return answer.data?.createLead as Created;
  });
  return Promise.all(answers);
}

const leadsOfRound = (db: Db, round: number) =>
  db
    .collection('leads')
    .find({ 'name.full': `Race ${round}` })
    .toArray();

test(`${rounds} times ${createsPerRound} creates of one identity at once, from two gateways on one database, make one lead`, {
  timeout,
}, async () => {
  const MONGODB_URI = await newDatabaseUri();
  const made = await keys({ MONGODB_URI }, 'create', '--workspace', 'Acme', '--scopes', 'leads:write', '--json');
  const { secret } = JSON.parse(made.stdout) as { secret: string };
  const gateways = await Promise.all([startGateway({ MONGODB_URI }), startGateway({ MONGODB_URI })]);
  const random = createRandom(seed);
  const from = performance.now();
  await withDatabase(MONGODB_URI, async (db) => {
    for (let round = 1; round <= rounds; round += 1) {
      const answers = await race(gateways, secret, round, random);
      const [lead, ...others] = await leadsOfRound(db, round);
      expect(others).toEqual([]);
      expect(new Set(answers.map((answer) => answer.lead?.id))).toEqual(new Set([`lead_${lead?._id.toHexString()}`]));
      const outcomes = answers.map(({ outcome }) => outcome).sort();
      expect(outcomes).toEqual(['CREATED', ...Array.from({ length: createsPerRound - 1 }, () => 'MERGED')]);
      expect(Object.keys(lead?.metadata).length).toBe(createsPerRound);
      expect(lead?.version).toBe(createsPerRound);
    }
    note(
      `seed ${seed}: ${rounds} races of ${createsPerRound} creates, one lead each, in ${Math.round(performance.now() - from)} ms`,
    );

    // The control: without the unique index that all of it rests on, such a race soon makes several.
    const identity = { workspaceId: 1, type: 1, identityKeys: 1 } as const;
    await db.collection('leads').dropIndex('workspaceId_1_type_1_identityKeys_1');
    await db.collection('leads').createIndex(identity);
    let most = 0;
    for (let round = rounds + 1; round <= rounds + 10 && most < 2; round += 1) {
      await race(gateways, secret, round, random);
      most = (await leadsOfRound(db, round)).length;
    }
    expect(most).toBeGreaterThan(1);
  });
});
