import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ObjectId } from 'mongodb';
import { createScanWorker } from '../../src/duplicates/scan.worker.ts';
import { noRules } from '../../src/lead/identity/identity.rules.ts';
import { leadIndexes } from '../../src/lead/lead.document.store.ts';
import { folded, toContacts, toSocials } from '../../src/lead/lead.elements.ts';
import { blocksOf } from '../../src/lead/likeness/lead.blocks.pipeline.ts';
import { firmKey, firmOfDomain, namePartKey, placeKey } from '../../src/lead/likeness/lead.likeness.ts';
import { connectMongo } from '../../src/mongo/client.ts';
import { ensureIndexes } from '../../src/mongo/indexes.ts';
import { createIndexes, createServices, createStores } from '../../src/services.ts';
import { systemClock } from '../../src/shared/clock.ts';
import { newUuid } from '../../src/shared/ids.ts';

// Finding duplicates among many leads of one workspace, on the embedded engine. Run by hand: npm run bench:duplicates
const count = Number(process.env.LEADS ?? 100_000);
const asked = 1_000;
const batchSize = 5_000;
const workspaceId = 'bench';
/** What is loaded need not survive anything. */
const unsafe = { writeConcern: { w: 1, journal: false } };

let seed = 42;
function random(below: number): number {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}
const syllables = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu'.split(' ');
const word = (length: number) => Array.from({ length }, () => syllables[random(syllables.length)]).join('');
const listOf = (length: number, parts: number) => Array.from({ length }, () => word(parts));
const [givenNames, familyNames, firms, cities] = [listOf(400, 2), listOf(8_000, 3), listOf(4_000, 3), listOf(300, 3)];
/** Few values come often and most seldom, as with names of people and employers. */
const pick = (list: readonly string[]) => list[Math.floor(list.length * (random(1_000_000) / 1_000_000) ** 2)] ?? '';

/** A lead as the gateway would store it; every tenth is an earlier one in another guise. */
function leadOf(index: number, earlier: ReturnType<typeof personOf> | undefined) {
  const person = earlier === undefined ? personOf(index) : { ...earlier, local: `${earlier.local}+${index}` };
  const { first, last, firm, city } = person;
  const full = `${earlier === undefined ? first : first.charAt(0)} ${last}`;
  const email = `${person.local}@${firm}.com`;
  const contacts = toContacts({ email, ...(person.phone ? { phone: person.phone } : {}) }, 'person', noRules);
  const socials =
    earlier === undefined ? toSocials([{ url: `https://linkedin.com/in/${person.local}` }], 'person', noRules) : [];
  const _id = new ObjectId();
  const now = new Date();
  const company = { name: `${firm}, Inc.`, id: null, domain: `${firm}.com`, host: `${firm}.com` };
  const document = {
    _id,
    workspaceId,
    type: 'person',
    version: 1,
    name: { full, short: null, aliases: [], first, last },
    folded: { full: folded(full), first: folded(first), last: folded(last), company: firm },
    title: null,
    company,
    location: { city, state: null, country: 'Germany', raw: null },
    socials,
    contacts,
    domain: null,
    status: 'new',
    sources: [],
    attributes: {},
    metadata: {},
    raw: null,
    listIds: [],
    identityKeys: [`id:lead_${_id.toHexString()}`, ...[...contacts, ...socials].flatMap(({ key }) => key ?? [])],
    history: [],
    createdAt: now,
    updatedAt: now,
    like: {
      first: namePartKey(first),
      last: namePartKey(last),
      company: firmKey(company.name),
      firm: firmOfDomain(company.domain),
      city: placeKey(city),
    },
  };
  return { person, document };
}

function personOf(index: number) {
  const [first, last] = [pick(givenNames), pick(familyNames)];
  const phone = random(3) === 0 ? `+4930${String(10_000_000 + index)}` : null;
  return { first, last, firm: pick(firms), city: pick(cities), local: `${first}.${last}.${index}`, phone };
}

const percentile = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
const say = (...cells: (string | number)[]) => process.stdout.write(`| ${cells.join(' | ')} |\n`);

const directory = mkdtempSync(join(tmpdir(), 'leadgraph-bench-'));
const mongo = await connectMongo({ uri: null, dataDirectory: directory, monitorCommands: true }, 'own');
try {
  const leads = mongo.db.collection('leads');
  const ids: string[] = [];
  const people: ReturnType<typeof personOf>[] = [];
  let started = performance.now();
  for (let from = 0; from < count; from += batchSize) {
    const batch = Array.from({ length: Math.min(batchSize, count - from) }, (_, at) => {
      const index = from + at;
      const { person, document } = leadOf(index, index % 10 === 9 ? people[random(people.length)] : undefined);
      if (index % 10 !== 9) people.push(person);
      ids.push(`lead_${document._id.toHexString()}`);
      return document;
    });
    await leads.insertMany(batch, unsafe);
    await leads.updateMany({ _id: { $in: batch.map(({ _id }) => _id) } }, [{ $set: { blocks: blocksOf() } }], unsafe);
    process.stderr.write(`\r${from + batch.length} of ${count} leads loaded`);
  }
  process.stderr.write('\n');
  // Building the indexes over what is there is faster than keeping them up to date meanwhile.
  for (const index of leadIndexes) await ensureIndexes(mongo.db, [index]);
  await createIndexes(mongo.db);
  const loadSeconds = (performance.now() - started) / 1000;

  const stores = createStores(mongo.db);
  const { duplicates } = createServices(stores, workspaceId, { clock: systemClock, newId: newUuid });
  let commands = 0;
  mongo.client.on('commandStarted', () => {
    commands += 1;
  });
  const times: number[] = [];
  let proposed = 0;
  for (let turn = 0; turn < asked; turn += 1) {
    const at = performance.now();
    const { candidates } = await duplicates.candidates(ids[random(ids.length)] ?? '', 10);
    times.push(performance.now() - at);
    proposed += candidates.length;
  }
  times.sort((a, b) => a - b);
  const candidateCommands = commands / asked;

  // What the server examines for one lead: each block is an index range of its own, cut at 201.
  const examined: { keys: number; docs: number }[] = [];
  for (let turn = 0; turn < 200; turn += 1) {
    const lead = await leads.findOne({ _id: new ObjectId((ids[random(ids.length)] ?? '').slice('lead_'.length)) });
    let [keys, docs] = [0, 0];
    for (const block of lead?.blocks ?? []) {
      const plan = await leads
        .find({ workspaceId, blocks: block })
        .limit(201)
        .hint({ workspaceId: 1, blocks: 1 })
        .explain('executionStats');
      keys += plan.executionStats.totalKeysExamined;
      docs += plan.executionStats.totalDocsExamined;
    }
    examined.push({ keys, docs });
  }
  const keys = examined.map((one) => one.keys).sort((a, b) => a - b);
  const docs = examined.map((one) => one.docs).sort((a, b) => a - b);

  commands = 0;
  let longest = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last - 10);
    last = performance.now();
  }, 10);
  started = performance.now();
  const fail = (error: unknown) => process.stderr.write(`${error}\n`);
  await duplicates.startScan(0.5);
  await createScanWorker({ ...stores, clock: systemClock, newId: newUuid, onError: fail }).runDue();
  const scanSeconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const scan = await duplicates.findScan(null);
  const pairs = scan === null ? 0 : await (await duplicates.listPairs(scan.id, { first: 1 })).totalCount();

  const round = (value: number) => Math.round(value * 100) / 100;
  say('what', 'figure');
  say('---', '---');
  say('leads in the workspace', count);
  say('loading and indexing, leads per second', Math.round(count / loadSeconds));
  say('duplicateCandidates, p50 / p99 ms', `${round(percentile(times, 0.5))} / ${round(percentile(times, 0.99))}`);
  say('its commands, mean', round(candidateCommands));
  say(
    'its index keys examined, p50 / p99 / most',
    `${percentile(keys, 0.5)} / ${percentile(keys, 0.99)} / ${keys.at(-1)}`,
  );
  say(
    'its documents examined, p50 / p99 / most',
    `${percentile(docs, 0.5)} / ${percentile(docs, 0.99)} / ${docs.at(-1)}`,
  );
  say('candidates of a lead, mean', round(proposed / asked));
  say('scan, seconds', round(scanSeconds));
  say('scan, leads per second', Math.round(count / scanSeconds));
  say('scan, commands per 200 leads', round((commands / count) * 200));
  say('scan, longest hold of the event loop, ms', Math.round(longest));
  say('scan, state and leads done', `${scan?.state}, ${scan?.done}`);
  say('scan, pairs kept', pairs);
} finally {
  await mongo.close();
  rmSync(directory, { recursive: true, force: true });
}
