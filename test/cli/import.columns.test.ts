import { describe, expect, test } from 'vitest';
import { describeMapping } from '../../src/cli/import/csv-row.ts';
import { mapColumns } from '../../src/cli/import/mapping.ts';

const map = (headers: string[], given: Record<string, string> = {}) =>
  mapColumns(headers, new Map(Object.entries(given)), null);

describe('columns', () => {
  test('of one field: the best known gives it, the others are kept where they say something else', () => {
    const mapping = map(['First Name', 'Company Name for Emails', 'Company', 'Website', 'Company Domain Name']);
    expect(mapping.columns.map(({ target, unless }) => [target, unless])).toEqual([
      ['name.first', null],
      ['attributes.Company Name for Emails', 'company.name'],
      ['company.name', null],
      ['attributes.Website', 'company.domain'],
      ['company.domain', null],
    ]);
  });

  test('that are not known become attributes, each under a key of its own; those of a rejects file are left out', () => {
    expect(map(['First Name', 'Note', 'Note', '', 'leadgraph_reason']).columns.map(({ target }) => target)).toEqual([
      ...['name.first', 'attributes.Note', 'attributes.Note (2)', null, null],
    ]);
  });

  test('follow --map before what is guessed', () => {
    const given = { 'full name': 'name.full', Wert: 'metadata.value', Email: '-', 'Job Title': 'attributes.role' };
    expect(describeMapping(map(['Full Name', 'Wert', 'Email', 'Job Title', 'Phone'], given))).toEqual({
      'Full Name': 'name.full',
      Wert: 'metadata.value',
      Email: '-',
      'Job Title': 'attributes.role',
      Phone: 'phone',
    });
    expect(describeMapping(map(['Company', 'Employer', 'Name', 'Title'], { Employer: 'company.name' }))).toMatchObject({
      Company: 'attributes.Company',
      Employer: 'company.name',
    });
  });

  const wrong: [string, string[], Record<string, string>, string][] = [
    ['a header that is not there', ['Name'], { Nome: 'name.full' }, '--map names "Nome", but the headers are: Name'],
    ['a field that is none', ['Name'], { Name: 'nmae' }, '--map: "nmae" is no field; there are type, name.full'],
    ['a field given twice', ['A', 'B'], { A: 'title', B: 'title' }, '--map gives title twice'],
    ['headers that tell nothing', ['Foo', 'Bar'], {}, 'give --type; they are: Foo, Bar'],
    ['addresses of nobody', ['Email', 'Company'], {}, 'give --type'],
  ];
  test.each(wrong)('are refused for %s', (_what, headers, given, message) => {
    expect(() => map(headers, given)).toThrow(message);
  });
});
