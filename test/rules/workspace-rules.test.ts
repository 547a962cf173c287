import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CreateLeadInput } from '../../schema/generated/graphql.ts';
import { type LeadCalls, leadCalls } from '../lead/lead-calls.ts';
import { createTestGateway, type TestClient, type TestGateway } from '../support/gateway.ts';
import { keysOf, rekeyWorker, rulesCalls } from './rules-calls.ts';

let gateway: TestGateway;
let client: TestClient;
let leads: LeadCalls;
let rules: ReturnType<typeof rulesCalls>;

beforeAll(async () => {
  gateway = await createTestGateway();
});

beforeEach(async () => {
  client = await gateway.client();
  leads = leadCalls(client);
  rules = rulesCalls(client);
});

const jane: CreateLeadInput = { type: 'PERSON', name: { full: 'Jane Doe' } };

describe('the rules of a workspace', () => {
  test('are none until somebody sets them, and each change is a version', async () => {
    expect(await rules.read()).toMatchObject({ rules: { version: 0, blocked: [], providers: [] }, rekey: null });
    const first = await rules.set(
      { blocked: [{ kind: 'EMAIL', value: 'A@b.com' }], roleWords: { removed: ['hello'] } },
      0,
    );
    expect(first.rules).toMatchObject({
      version: 1,
      blocked: [{ kind: 'EMAIL', value: 'a@b.com' }],
      roleWords: { added: [], removed: ['hello'] },
    });
    expect(first.rekey).toMatchObject({ state: 'RUNNING', version: 1, done: 0, total: null });
    const second = await rules.set({ kindsOff: ['DOMAIN'] });
    expect(second.rules).toMatchObject({ version: 2, kindsOff: ['DOMAIN'], blocked: [{ value: 'a@b.com' }] });
    expect((await rules.set({ kindsOff: ['DOMAIN'] })).rules.version).toBe(2);
    expect(await rules.set({ kindsOff: [] }, 1)).toEqual({
      code: 'VERSION_CONFLICT',
      message: 'The identity rules are at version 2, not 1',
      rules: { version: 2 },
    });
  });

  test('of two changes at once, both hold, or the one that expects a version is told', async () => {
    await Promise.all([
      rules.set({ kindsOff: ['DOMAIN'] }),
      rules.set({ roleWords: { added: ['frontdesk'] } }),
      rules.set({ blocked: [{ kind: 'EMAIL', value: 'a@b.com' }] }),
    ]);
    expect((await rules.read()).rules).toMatchObject({
      version: 3,
      kindsOff: ['DOMAIN'],
      roleWords: { added: ['frontdesk'] },
      blocked: [{ value: 'a@b.com' }],
    });
    const answers = await Promise.all([rules.set({ kindsOff: [] }, 3), rules.set({ blocked: [] }, 3)]);
    expect(answers.map(({ code }) => code ?? 'ok').sort()).toEqual(['VERSION_CONFLICT', 'ok']);
  });

  test.each([
    [{ blocked: [{ kind: 'EMAIL', value: 'nobody' }] }, 'input.blocked.0.value invalid_identifier'],
    [{ blocked: [{ kind: 'LINKEDIN', value: 'https://x.com/a' }] }, 'input.blocked.0.value invalid_identifier'],
    [{ blocked: [{ kind: 'PROVIDER', value: '1' }] }, 'input.blocked.0.provider required'],
    [{ blocked: [{ kind: 'EMAIL', value: 'a@b.com', provider: 'x' }] }, 'input.blocked.0.provider not_for_kind'],
    [{ roleWords: { added: ['a@b'] } }, 'input.roleWords.added.0 invalid_word'],
    [{ roleWords: { added: ['x'], removed: ['X'] } }, 'input.roleWords.removed contradiction'],
    [{ freeMailDomains: { added: ['not a domain'] } }, 'input.freeMailDomains.added.0 invalid_domain'],
    [{ providers: [{ name: 'a', aliases: ['b'] }, { name: 'B' }] }, 'input.providers.1 repeated'],
    [{ providers: [{ name: 'null' }] }, 'input.providers.0.name invalid_provider'],
    [{ blocked: Array(1001).fill({ kind: 'EMAIL', value: 'a@b.com' }) }, 'input.blocked too_big'],
  ])('refuse %.80j', async (input, issue) => {
    const { code, issues } = await rules.set(input);
    expect([code, ...(issues ?? []).map(({ path, code: rule }) => `${path.join('.')} ${rule}`)]).toEqual([
      'INVALID_INPUT',
      issue,
    ]);
    expect((await rules.preview(input)).code).toBe('INVALID_INPUT');
  });

  test('hold in their workspace alone, and ask for a scope of their own', async () => {
    const stranger = await gateway.client();
    const theirs = leadCalls(stranger);
    const lead = { ...jane, email: 'jane@acme.com' };
    const { id } = await theirs.created(lead);
    await rules.set({ kindsOff: ['EMAIL'] });
    await rekeyWorker(gateway).runDue();
    expect(keysOf(await theirs.read(id))).toEqual(['EMAIL jane@acme.com']);
    expect((await theirs.create({ ...lead, title: 'CTO' })).outcome).toBe('MERGED');
    expect((await rulesCalls(stranger).read()).rules.version).toBe(0);
    const reader = await gateway.client({ scopes: ['leads:write'] });
    await expect(rulesCalls(reader).set({ kindsOff: [] })).rejects.toThrow('workspace:write');
  });

  test('cost a workspace without any nothing, and one with some nothing more', async () => {
    const lead = { ...jane, email: 'jane@acme.com' };
    const create = () => gateway.commandsOf(() => leads.create({ ...lead, title: 'CTO' }));
    const usual = await create();
    expect(usual).toEqual(['findAndModify']);
    await rules.set({ kindsOff: ['DOMAIN'] });
    await rekeyWorker(gateway).runDue();
    // A key looked up from now on sees the re-keying done; the first key is still cached as of the change.
    const { data } = await client.send('{ viewer { workspaceName } }');
    const later = await gateway.client({
      workspace: (data as { viewer: { workspaceName: string } }).viewer.workspaceName,
    });
    const again = () => leadCalls(later).create({ ...lead, size: '5' });
    expect(await gateway.commandsOf(again)).toEqual(usual);
  });
});
