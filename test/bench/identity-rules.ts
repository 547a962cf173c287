/**
 * What it costs to look at a change of the identity rules and to make it, over many leads.
 * Usage: npm run bench:identity-rules -- [leads, 100000 unless told]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ObjectId } from 'mongodb';
import { noRules } from '../../src/lead/identity/identity.rules.ts';
import { leadIndexes } from '../../src/lead/lead.document.store.ts';
import { folded, toContacts, toSocials, toSources } from '../../src/lead/lead.elements.ts';
import { connectMongo } from '../../src/mongo/client.ts';
import { ensureIndexes } from '../../src/mongo/indexes.ts';
import { createIndexes, createServices, createStores } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';
import { createRekeyWorker } from '../../src/workspace/rekey.worker.ts';

const count = Number(process.argv[2] ?? 100_000);
const batchSize = 5_000;
const unsafe = { writeConcern: { w: 1, journal: false } } as const;

/** A person with two addresses, a profile and an id; every tenth has the address of a function, each two the same. */
function leadOf(workspaceId: string, index: number) {
  const role = index % 10 === 0 ? `info@firm${Math.floor(index / 20)}.com` : `office@firm${index}.com`;
  const contacts = toContacts({ contacts: [{ value: `p${index}@firm.com` }, { value: role }] }, 'person', noRules);
  const socials = toSocials([{ url: `https://www.linkedin.com/in/person-${index}` }], 'person', noRules);
  const provider = index % 2 === 0 ? 'apollo' : 'apollo.io';
  const sources = toSources([{ provider, id: String(index) }], 'person', noRules);
  const _id = new ObjectId();
  const now = new Date();
  const full = `Person ${index}`;
  const keys = [...contacts, ...socials, ...sources].flatMap(({ key }) => key ?? []);
  return {
    ...{ _id, workspaceId, type: 'person', version: 1, contacts, socials, sources, domainKeys: [] },
    ...{
      name: { full, short: null, aliases: [], first: 'Person', last: String(index) },
      folded: { full: folded(full) },
    },
    ...{
      title: null,
      company: null,
      location: null,
      domain: null,
      industry: null,
      size: null,
      source: null,
      raw: null,
    },
    ...{
      status: 'new',
      attributes: {},
      metadata: {},
      listIds: [],
      blocks: [],
      hosts: [],
      words: ['person'],
      history: [],
    },
    ...{ identityKeys: [`id:lead_${_id.toHexString()}`, ...keys], createdAt: now, updatedAt: now },
  };
}

const say = (...cells: (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);
const seconds = async (work: () => Promise<unknown>) => {
  const started = performance.now();
  await work();
  return Math.round((performance.now() - started) / 10) / 100;
};

const directory = mkdtempSync(join(tmpdir(), 'leadgraph-bench-'));
const mongo = await connectMongo({ uri: null, dataDirectory: directory, monitorCommands: true }, 'own');
try {
  const stores = createStores(mongo.db);
  const { workspace } = await stores.workspaces.findOrCreate('Bench', new Date());
  for (let from = 0; from < count; from += batchSize) {
    const size = Math.min(batchSize, count - from);
    const batch = Array.from({ length: size }, (_, at) => leadOf(workspace.id, from + at));
    await mongo.db.collection('leads').insertMany(batch, unsafe);
  }
  for (const index of leadIndexes) await ensureIndexes(mongo.db, [index]);
  await createIndexes(mongo.db);

  const { identity } = createServices(stores, workspace.id, { clock: systemClock, newId: newUuid });
  const worker = () => {
    const fail = (error: unknown) => process.stderr.write(`${error}\n`);
    const clock = () => new Date(Date.now() + 60_000);
    return createRekeyWorker({ ...stores, clock, newId: newUuid, onError: fail });
  };
  let longest = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 10);
    last = performance.now();
  }, 10);
  let commands = 0;
  mongo.client.on('commandStarted', () => {
    commands += 1;
  });

  say('change', 'preview, s', 'requests', 'leads examined', 'collisions', 'splits', 're-keying, s', 'commands');
  say('---', '---:', '---:', '---:', '---:', '---:', '---:', '---:');
  const changes: [string, unknown][] = [
    ['block one address', { blocked: [{ kind: 'EMAIL', value: 'p7@firm.com' }] }],
    ['a word of a role is none', { roleWords: { removed: ['info'] } }],
    ['two providers are one', { providers: [{ name: 'apollo', aliases: ['apollo.io'] }] }],
    ['profiles identify nobody', { kindsOff: ['LINKEDIN'] }],
  ];
  for (const [name, input] of changes) {
    const lowered = JSON.parse(JSON.stringify(input), (_key, value) =>
      ['EMAIL', 'LINKEDIN'].includes(value) ? value.toLowerCase() : value,
    );
    let pages = 0;
    let counts = { examined: 0, collisions: 0, splits: 0 };
    const looked = await seconds(async () => {
      pages = 0;
      counts = { examined: 0, collisions: 0, splits: 0 };
      for (let after: string | null = null, more = true; more; pages += 1) {
        const page = await identity.preview(lowered, 25, after);
        counts.examined += page.examined;
        counts.collisions += page.collisionCount;
        counts.splits += page.splitCount;
        after = page.endCursor;
        more = after !== null;
      }
    });
    await identity.set(lowered, null);
    commands = 0;
    const took = await seconds(() => worker().runDue());
    say(name, looked, pages, counts.examined, counts.collisions, counts.splits, took, commands);
  }
  clearInterval(watch);
  say('longest hold of the event loop, ms', Math.round(longest));
} finally {
  await mongo.close();
  rmSync(directory, { recursive: true, force: true });
}
