import { describe, expect, test } from 'vitest';
import { toKeyTable } from '../../src/cli/keys.output.ts';
import { createKeyRules, rotateKeyRules } from '../../src/cli/keys.rules.ts';
import { describeError, describeUnexpected } from '../../src/shared/failure.ts';

const now = new Date('2026-11-21T09:30:00Z');

const parse = (input: object) =>
  createKeyRules(now).safeParse({ workspace: 'Acme', name: 'CRM', scopes: 'leads:read', ...input });

describe('what create takes', () => {
  test.each([
    [{ workspace: '  Acme  ' }, { workspace: 'Acme' }],
    [{ workspace: 'Cafe\u0301' }, { workspace: 'Caf\u00e9' }],
    [{ workspace: 'x'.repeat(100) }, { workspace: 'x'.repeat(100) }],
    [{ scopes: ' leads:write , leads:read,leads:read,' }, { scopes: ['leads:read', 'leads:write'] }],
    [{ expires: '90d' }, { expires: new Date('2027-02-19T09:30:00Z') }],
    [{ expires: ' 12h ' }, { expires: new Date('2026-11-21T21:30:00Z') }],
    [{ expires: '1m' }, { expires: new Date('2026-11-21T09:31:00Z') }],
    [{ expires: '2027-06-30' }, { expires: new Date('2027-06-30T00:00:00Z') }],
    [{ expires: '2028-02-29' }, { expires: new Date('2028-02-29T00:00:00Z') }],
    [{ expires: '2027-06-30T18:00+02:00' }, { expires: new Date('2027-06-30T16:00:00Z') }],
  ])('%j', (given, expected) => {
    expect(parse(given)).toMatchObject({ success: true, data: expected });
  });

  const refused: [object, unknown][] = [
    [{ workspace: '' }, 'must not be empty'],
    [{ workspace: '\u00a0\t' }, 'must not be empty'],
    [{ workspace: 'x'.repeat(101) }, 'must be at most 100 characters long'],
    [{ workspace: 'Acme\nInc' }, 'must be one line without control characters'],
    [{ name: '\u001b[31mred' }, 'must be one line without control characters'],
    [{ name: '\ud800' }, 'must be one line without control characters'],
    [{ scopes: ' , ' }, expect.stringMatching(/^must not be empty: choose from leads:read,/)],
    [{ scopes: 'leads:read,LEADS:WRITE,*' }, expect.stringMatching(/^does not know LEADS:WRITE, \*: choose from /)],
    ...['', '90', 'd90', '90 days', '-1d', '1.5d', '90D', 'never', '2027-13-01', '2027-02-29', '30/06/2027'].map(
      (expires): [object, string] => [{ expires }, 'must be a time such as 90d or 12h, or a date such as 2027-06-30'],
    ),
    ...['0d', '3651d', '2026-11-21', '2026-11-21T09:30:00Z', '2099-01-01'].map((expires): [object, string] => [
      { expires },
      'must be ahead, within 10 years',
    ]),
  ];
  test.each(refused)('%j is refused', (given, message) => {
    expect(parse(given).error?.issues).toMatchObject([{ message }]);
  });
});

describe('how long a secret that was replaced may still work', () => {
  test.each([
    ['24h', 86_400_000],
    ['30m', 1_800_000],
    ['30d', 2_592_000_000],
    ['0', 0],
    ['0h', 0],
  ])('%s', (grace, ms) => {
    expect(rotateKeyRules(now).parse({ grace })).toEqual({ grace: ms });
  });

  test.each(['31d', '1', '', 'forever', '-1h', '24 h'])('%j is refused', (grace) => {
    expect(rotateKeyRules(now).safeParse({ grace }).error?.issues).toMatchObject([
      { message: 'must be a time such as 24h or 30m, at most 30d; 0 is none' },
    ]);
  });
});

test('the table is aligned, wide characters included', () => {
  const times = { createdAt: new Date('2026-11-21T09:30:59Z'), rotatedAt: null, revokedAt: null };
  const unused = { expiresAt: null, lastUsedAt: null };
  const key = { id: 'key_1', workspaceId: 'ws_1', hint: 'sk-workspace_abcd…', ...unused, ...times };
  const acme = { id: 'ws_1', name: 'Acme', createdAt: times.createdAt, sourcePriority: [] };
  const tomorrow = new Date('2026-11-22T00:00:00Z');
  const table = toKeyTable(
    [
      { key: { ...key, name: 'CRM', scopes: ['leads:read', 'signals:read'] }, workspace: acme },
      {
        key: { ...key, name: 'x', scopes: ['leads:read'], lastUsedAt: times.createdAt, revokedAt: tomorrow },
        workspace: { id: 'ws_2', name: '株式会社🚀', createdAt: times.createdAt, sourcePriority: [] },
      },
      { key: { ...key, name: 'y', scopes: ['leads:read'], expiresAt: tomorrow }, workspace: acme },
      { key: { ...key, name: 'z', scopes: ['leads:read'], expiresAt: times.createdAt }, workspace: acme },
    ],
    new Date('2026-11-21T12:00:00Z'),
  );
  expect(table.split('\n')).toEqual([
    'ID     NAME  WORKSPACE   HINT                SCOPES                   CREATED (UTC)     LAST USED (UTC)   ENDS (UTC)',
    'key_1  CRM   Acme        sk-workspace_abcd…  leads:read,signals:read  2026-11-21 09:30  -                 -',
    'key_1  x     株式会社🚀  sk-workspace_abcd…  leads:read               2026-11-21 09:30  2026-11-21 09:30  revoked 2026-11-22 00:00',
    'key_1  y     Acme        sk-workspace_abcd…  leads:read               2026-11-21 09:30  -                 2026-11-22 00:00',
    'key_1  z     Acme        sk-workspace_abcd…  leads:read               2026-11-21 09:30  -                 expired 2026-11-21 09:30',
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
