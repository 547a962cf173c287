import { beforeAll, describe, expect, it } from 'vitest';
import { createTestGateway, type TestGateway } from '../support/gateway.ts';
import { leadCalls, person } from './lead-calls.ts';
import { provenanceCalls } from './provenance-calls.ts';

let gateway: TestGateway;
let calls: ReturnType<typeof provenanceCalls>;

beforeAll(async () => {
  gateway = await createTestGateway();
  calls = provenanceCalls(await gateway.client());
  await calls.rank('@edit', 'CRM', 'apollo', ' Scraper ');
});

describe('the ranking of a workspace', () => {
  it('is shown as it is compared', async () => {
    expect(await calls.ask('{ workspace { sourcePriority } }', {})).toEqual({
      workspace: { sourcePriority: ['@edit', 'crm', 'apollo', 'scraper'] },
    });
  });

  it.each([
    ['a name that is there twice', ['crm', 'CRM'], 'input.sources.1 duplicate'],
    ['a name of ours that is none', ['@nobody'], 'input.sources.0 unknown'],
    ['no name', [' '], 'input.sources.0 too_small'],
    ['too many names', Array.from({ length: 51 }, (_, n) => `s${n}`), 'input.sources too_big'],
  ])('refuses %s', async (_what, sources, issue) => {
    const { issues } = await calls.tryRank(sources);
    expect(issues.map(({ path, code }) => `${path.join('.')} ${code}`)).toEqual([issue]);
  });

  it('counts in its own workspace alone, and from the next request on', async () => {
    const other = await gateway.client();
    const [theirs, theirLeads] = [provenanceCalls(other), leadCalls(other)];
    const input = person({ title: 'CRO' });
    const { lead } = await theirs.create(input, { via: 'crm' });
    expect(await theirs.create({ ...input, title: 'CEO' }, { via: 'apollo' })).toMatchObject({
      outcome: 'MERGED',
      heldBack: [],
    });
    await theirs.create({ ...input, title: 'CFO' }, { via: 'crm' });
    await theirs.rank('crm', 'apollo');
    expect(await theirs.create({ ...input, title: 'COO' }, { via: 'apollo' })).toMatchObject({ outcome: 'UNCHANGED' });
    await theirs.rank();
    await theirs.create({ ...input, title: 'CTO' }, { via: 'apollo' });
    expect((await theirLeads.read(lead.id)).title).toBe('CTO');
    expect(await calls.ask('{ workspace { sourcePriority } }', {})).toMatchObject({
      workspace: { sourcePriority: ['@edit', 'crm', 'apollo', 'scraper'] },
    });
  });
});
