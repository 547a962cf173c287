import { describe, expect, test } from 'vitest';
import { describeError, describeUnexpected } from '../../src/cli/failure.ts';
import { toKeyTable } from '../../src/cli/keys.output.ts';
import { createKeyRules } from '../../src/cli/keys.rules.ts';

const parse = (input: object) =>
  createKeyRules.safeParse({ workspace: 'Acme', name: 'CRM', scopes: 'leads:read', ...input });

describe('what create takes', () => {
  test.each([
    [{ workspace: '  Acme  ' }, { workspace: 'Acme' }],
    [{ workspace: 'Cafe\u0301' }, { workspace: 'Caf\u00e9' }],
    [{ workspace: 'x'.repeat(100) }, { workspace: 'x'.repeat(100) }],
    [{ scopes: ' leads:write , leads:read,leads:read,' }, { scopes: ['leads:read', 'leads:write'] }],
  ])('%j', (given, expected) => {
    expect(parse(given)).toMatchObject({ success: true, data: expected });
  });

  test.each([
    [{ workspace: '' }, 'must not be empty'],
    [{ workspace: '\u00a0\t' }, 'must not be empty'],
    [{ workspace: 'x'.repeat(101) }, 'must be at most 100 characters long'],
    [{ workspace: 'Acme\nInc' }, 'must be one line without control characters'],
    [{ name: '\u001b[31mred' }, 'must be one line without control characters'],
    [{ name: '\ud800' }, 'must be one line without control characters'],
    [{ scopes: ' , ' }, expect.stringMatching(/^must not be empty: choose from leads:read,/)],
    [{ scopes: 'leads:read,LEADS:WRITE,*' }, expect.stringMatching(/^does not know LEADS:WRITE, \*: choose from /)],
  ])('%j is refused', (given, message) => {
    expect(parse(given).error?.issues).toMatchObject([{ message }]);
  });
});

test('the table is aligned, wide characters included', () => {
  const times = { createdAt: new Date('2026-11-21T09:30:59Z'), revokedAt: null };
  const key = { id: 'key_1', workspaceId: 'ws_1', hint: 'sk-workspace_abcd…', ...times };
  const table = toKeyTable([
    {
      key: { ...key, name: 'CRM', scopes: ['leads:read', 'signals:read'] },
      workspace: { id: 'ws_1', name: 'Acme', createdAt: times.createdAt },
    },
    {
      key: { ...key, name: 'x', scopes: ['leads:read'], revokedAt: new Date('2026-11-22T00:00:00Z') },
      workspace: { id: 'ws_2', name: '株式会社🚀', createdAt: times.createdAt },
    },
  ]);
  expect(table.split('\n')).toEqual([
    'ID     NAME  WORKSPACE   HINT                SCOPES                   CREATED (UTC)     REVOKED (UTC)',
    'key_1  CRM   Acme        sk-workspace_abcd…  leads:read,signals:read  2026-11-21 09:30  -',
    'key_1  x     株式会社🚀  sk-workspace_abcd…  leads:read               2026-11-21 09:30  2026-11-22 00:00',
  ]);
});

describe('what is printed of an error', () => {
  test.each([
    [
      'cannot reach mongodb://ann:p@ss/w@rd@db.example.com/leads now',
      'cannot reach mongodb://***@db.example.com/leads now',
    ],
    ['mongodb+srv://ann:x@a.example.com', 'mongodb+srv://***@a.example.com'],
    ['key sk-workspace_aB3-_9 is bad', 'key sk-workspace_*** is bad'],
    ['first\n  second', 'first second'],
    ['dup key: { email: "ann@acme.com" }', 'dup key: { email: "ann@acme.com" }'],
  ])('%s', (message, shown) => {
    expect(describeError(new Error(message))).toBe(shown);
  });

  test('nobody foresaw: where it came from, but not what it carries', () => {
    const error = Object.assign(new RangeError('mongodb://ann:x@h is\nwrong'), { password: 'x1' });
    const [line, ...frames] = describeUnexpected(error).split('\n');
    expect(line).toBe('RangeError: mongodb://***@h is wrong');
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) expect(frame).toMatch(/^ {4}at /);
    expect(describeUnexpected('sk-workspace_abc')).toBe('sk-workspace_***');
  });
});
