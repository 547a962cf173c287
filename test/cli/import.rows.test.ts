import { describe, expect, test } from 'vitest';
import { createRowReader } from '../../src/cli/import/csv-row.ts';
import { readLine } from '../../src/cli/import/jsonl.ts';
import { type LeadInput, prepareLead, toVariables } from '../../src/cli/import/lead-input.ts';
import { mapColumns } from '../../src/cli/import/mapping.ts';
import { readStatus } from '../../src/cli/import/status.ts';
import { noRules } from '../../src/lead/identity/identity.rules.ts';

/** The lead of a row, given as header → cell. */
function lead(
  row: Record<string, string>,
  given: Record<string, string> = {},
  type: 'person' | 'company' | null = null,
) {
  const mapping = mapColumns(Object.keys(row), new Map(Object.entries(given)), type);
  return createRowReader(mapping)(Object.values(row));
}

describe('a row becomes a lead', () => {
  test('with the fields of its columns; blank cells say nothing', () => {
    const row = {
      ...{
        'First Name': ' Jane ',
        'Last Name': 'Doe',
        'Job Title': 'VP',
        Company: 'Acme',
        Website: 'https://acme.com',
      },
      ...{ City: 'Berlin', 'State/Region': '', 'Country/Region': 'Germany', Industry: 'Tools', '# Employees': '50' },
      ...{
        Email: 'jane@acme.com',
        'Phone Number': '+49 30 123456',
        'Person Linkedin Url': 'http://linkedin.com/in/jane',
      },
      ...{ 'Lead Status': 'Qualified', 'Favourite colour': 'blue', 'Original Source': ' ' },
    };
    expect(lead(row)).toEqual({
      type: 'person',
      name: { first: 'Jane', last: 'Doe' },
      title: 'VP',
      company: { name: 'Acme', domain: 'https://acme.com' },
      location: { city: 'Berlin', country: 'Germany' },
      industry: 'Tools',
      size: '50',
      email: 'jane@acme.com',
      phone: '+49 30 123456',
      socials: [{ url: 'http://linkedin.com/in/jane' }],
      status: 'qualified',
      attributes: { 'Favourite colour': 'blue' },
    });
  });

  test('with the main address first, and all of them among the contacts', () => {
    const row = {
      ...{
        Name: 'Jane',
        'Secondary Email': 'jane@home.example.org',
        'Corporate Phone': '+49 30 1',
        Email: 'jane@acme.com',
      },
      ...{ 'Mobile Phone': "'+49 170 1234567", 'Additional email addresses': 'j@acme.com;jd@acme.com' },
    };
    expect(lead(row)).toMatchObject({
      email: 'jane@acme.com',
      phone: '+49 170 1234567',
      contacts: [
        'jane@acme.com',
        '+49 170 1234567',
        'jane@home.example.org',
        'j@acme.com',
        'jd@acme.com',
        '+49 30 1',
      ].map((value) => ({ value })),
    });
  });

  test('without losing what is no value of its field', () => {
    const row = {
      ...{
        'First Name': 'J',
        'Lead Status': 'Attempted to contact',
        Phone: 'ask Bob',
        Type: 'PROSPECT',
        URL: 'https://j.example',
      },
      ...{ vmid: 'ACwAA1' },
    };
    expect(lead(row)).toEqual({
      type: 'person',
      name: { first: 'J' },
      status: 'contacted',
      sources: [{ provider: 'linkedin', id: 'ACwAA1' }],
      attributes: {
        'Lead Status': 'Attempted to contact',
        Phone: 'ask Bob',
        Type: 'PROSPECT',
        URL: 'https://j.example',
      },
    });
    expect(lead({ 'First Name': 'J', 'Lead Status': 'Simmering' })).toEqual({
      type: 'person',
      name: { first: 'J' },
      attributes: { 'Lead Status': 'Simmering' },
    });
  });

  test('without what only repeats a field', () => {
    const same = { fullName: 'Jane Doe', name: 'Jane Doe', companyName: 'Acme', 'Company Name for Emails': 'Acme' };
    expect(lead(same)).toEqual({ type: 'person', name: { full: 'Jane Doe' }, company: { name: 'Acme' } });
    expect(lead({ ...same, 'Company Name for Emails': 'ACME' }).attributes).toEqual({
      'Company Name for Emails': 'ACME',
    });
  });

  test('with any key for its own fields', () => {
    const row = { Name: 'Jane', ['__proto__']: 'a', 'a.b': 'c', $set: 'd', Score: '007' };
    const { attributes, metadata } = lead(row, { Score: 'metadata.score.total', Name: 'name.full' }, 'person');
    expect(Object.entries(attributes ?? {})).toEqual([
      ['__proto__', 'a'],
      ['a.b', 'c'],
      ['$set', 'd'],
    ]);
    expect(metadata).toEqual({ 'score.total': '007' });
  });

  test('of the type that the row says', () => {
    expect(lead({ Name: 'Acme', Type: 'Company', Domain: 'acme.com' }, {}, 'person')).toMatchObject({
      type: 'company',
    });
  });
});

test('words for a status are known in any spelling', () => {
  expect(readStatus('Follow up')).toEqual({ status: 'follow_up', exact: true });
  expect(readStatus('IN_PROGRESS')).toEqual({ status: 'contacted', exact: false });
  expect(readStatus('Bad timing')).toEqual({ status: 'follow_up', exact: false });
  expect(readStatus('constructor')).toBeNull();
});

describe('a line of JSONL', () => {
  test('is a CreateLeadInput; numbers may stand for text, names and enum values may be plain', () => {
    const line =
      '{"type":"PERSON","name":"Jane Doe","size":50,"status":"FOLLOW_UP","metadata":{"__proto__":1},"sources":[{"provider":"crm","id":7}]}';
    const read = readLine(line, null);
    expect(read).toMatchObject({
      input: {
        type: 'person',
        name: { full: 'Jane Doe' },
        size: '50',
        status: 'follow_up',
        sources: [{ provider: 'crm', id: '7' }],
      },
    });
    expect(JSON.stringify(toVariables('input' in read ? read.input : ({} as LeadInput)))).toContain('{"__proto__":1}');
    expect(readLine('{"name":{"full":"Acme"}}', 'company')).toMatchObject({ input: { type: 'company' } });
  });

  const bad: [string, string, string][] = [
    ['{"type":"person","name"', 'INVALID_JSON', 'Not JSON: '],
    ['[1]', 'INVALID_JSON', 'Not a JSON object'],
    ['{"name":{"full":"X"}}', 'INVALID_INPUT', 'type: Must be one of person, company'],
    ['{"type":"person"}', 'INVALID_INPUT', 'name: Must be a name'],
    ['{"type":"person","name":"X","nmae":1}', 'INVALID_INPUT', 'Unknown field: nmae'],
    ['{"type":"person","name":"X","company":"Acme"}', 'INVALID_INPUT', 'company: Must be a JSON object'],
    ['{"type":"person","name":"X","status":"hot"}', 'INVALID_INPUT', 'status: Must be one of new, contacted'],
    ['{"type":"person","name":"X","email":true}', 'INVALID_INPUT', 'email: Must be text'],
    ['{"type":"person","name":"X","raw":{"id":9007199254740993}}', 'INVALID_INPUT', '9007199254740993 has more digits'],
    ['{"type":"person","name":"X","socials":["u"],"raw":[]}', 'INVALID_INPUT', 'socials.0: Must be a JSON object'],
  ];
  test.each(bad)('is refused: %s', (line, code, reason) => {
    expect(readLine(line, null)).toEqual({ code, reason: expect.stringContaining(reason) });
  });
});

describe('a lead that is sent', () => {
  const none = { source: null, listIds: [] };
  const nobody: LeadInput = { type: 'person', name: { full: 'Jane Doe' }, title: 'VP' };

  test('has its identity keys by type, and what the command line says where it says nothing', () => {
    const input: LeadInput = {
      type: 'person',
      name: { full: 'J' },
      email: 'J@Acme.com',
      source: 'fair',
      listIds: ['a'],
    };
    const ready = prepareLead(input, { source: 'webinar', listIds: ['b', 'a'] }, noRules);
    expect(ready.keys).toEqual(['person email:j@acme.com']);
    expect(ready.input).toEqual({ ...input, listIds: ['a', 'b'] });
    expect(prepareLead(nobody, { source: 'webinar', listIds: [] }, noRules).input).toMatchObject({ source: 'webinar' });
  });

  test('without identifiers has a record id of its content, the same at each import', () => {
    const { input, keys } = prepareLead(nobody, none, noRules);
    expect(input.sources).toEqual([{ provider: 'leadgraph-import', id: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect(keys).toEqual([`person provider:leadgraph-import:${input.sources?.[0]?.id}`]);
    expect(prepareLead({ ...nobody, listIds: ['x'] }, { source: 'fair', listIds: ['y'] }, noRules).keys).toEqual(keys);
    expect(prepareLead({ ...nobody, title: 'CEO' }, none, noRules).keys).not.toEqual(keys);
  });

  test('has one, too, where its only identifier is none by the rules of the workspace', () => {
    const rules = { ...noRules, version: 1, blocked: ['email:ada.front@acme.com'] };
    const shared = { ...nobody, email: 'Ada.Front@Acme.com' };
    const { keys } = prepareLead(shared, none, rules);
    expect(keys).toEqual([expect.stringMatching(/^person provider:leadgraph-import:[0-9a-f]{32}$/)]);
    expect(prepareLead(shared, none, noRules).keys).toEqual(['person email:ada.front@acme.com']);
    const info = { ...nobody, email: 'info@acme.com' };
    const noInfo = { ...noRules, version: 1, roleWords: { added: [], removed: ['info'] } };
    expect(prepareLead(info, none, noInfo).keys).toEqual(['person email:info@acme.com']);
  });

  test('has the enum values of GraphQL', () => {
    expect(toVariables({ ...nobody, status: 'follow_up' })).toEqual({
      type: 'PERSON',
      status: 'FOLLOW_UP',
      name: { full: 'Jane Doe' },
      title: 'VP',
    });
  });
});
