import { beforeAll, describe, expect, test } from 'vitest';
import { type CreateLeadInput, LeadsDocument } from '../../schema/generated/graphql.ts';
import { createTestGateway, type TestClient } from '../support/gateway.ts';
import { leadCalls } from './lead-calls.ts';

let client: TestClient;

const people: Omit<CreateLeadInput, 'type'>[] = [
  { name: { full: 'Zoë Ångström' }, title: 'Head of Sales', company: { name: 'Łódź & Søns Ltd.' } },
  { name: { full: 'Jean-Luc O’Neill', short: 'JL', aliases: ['Johnny', 'The Captain'] }, title: 'C.E.O.' },
  { name: { full: 'Иван Петров' }, company: { name: '株式会社アクメ' } },
  { name: { full: 'Anna Sales' }, title: 'a.* (b|c) [d] ^e$ \\f' },
  { name: { full: 'MÜLLER' }, title: 'ﬁnance ½ ①', company: { name: '3M' } },
  { name: { full: '🙂' }, title: '!!!' },
];

beforeAll(async () => {
  client = await (await createTestGateway()).client();
  const { create } = leadCalls(client);
  for (const input of people) await create({ type: 'PERSON', ...input });
});

const [zoe, jean, ivan, anna, muller, smile] = people.map(({ name }) => name.full ?? '');
const everyone = [zoe, jean, ivan, anna, muller, smile];

async function find(text: string): Promise<string[]> {
  const orderBy = { field: 'CREATED_AT', direction: 'ASC' } as const;
  const { leads } = await client.run(LeadsDocument, { filter: { text }, orderBy });
  return leads.edges.map(({ node }) => node.name.full);
}

describe('leads by text', () => {
  const searches: [string, string, (string | undefined)[]][] = [
    ['a word', 'anna', [anna]],
    ['the beginning of a word', 'ang', [zoe]],
    ['not the middle of one', 'ngström', []],
    ['a word of several fields', 'sales', [zoe, anna]],
    ['words of name, title and company at once', 'ltd zoe head', [zoe]],
    ['words of which one is nowhere', 'zoe head nowhere', []],
    ['words of different leads', 'anna captain', []],
    ['one word twice', 'anna Anna ANN', [anna]],
    ['any case', 'mÜlLeR', [muller]],
    ['no accents', 'zoe angstrom', [zoe]],
    ['other accents', 'zòë ângstróm', [zoe]],
    ['accents as marks of their own', 'A\u030angstro\u0308m', [zoe]],
    ['a short name', 'jl', [jean]],
    ['an alias', 'johnny', [jean]],
    ['a later word of an alias', 'captain', [jean]],
    ['parts of a name with a hyphen', 'luc', [jean]],
    ['a name with a hyphen', 'Jean-Luc', [jean]],
    ['a name with an apostrophe', "o'neill", [jean]],
    ['letters with dots between', 'c.e.o', [jean]],
    ['Cyrillic', 'ПЕТ', [ivan]],
    ['Japanese', '株式', [ivan]],
    ['digits', '3m', [muller]],
    ['ligatures, fractions and circled digits', 'finance 1', [muller]],
    ['letters with strokes', 'Łódź søns', [zoe]],
    ['blanks alone', ' \t ', everyone],
    ['nothing', '', everyone],
    ['punctuation alone', '!!!', []],
    ['signs alone', '🙂', []],
    ['a pattern for anything', '.*', []],
    ['a pattern within a word', 'a.*', [zoe, anna]],
    ['an anchor and a class', '^[az]', []],
    ['brackets that do not close', '((([[[{{{', []],
    ['a pattern that takes for ever', '(a+)+$(a+)+$(a+)+$', [zoe, anna]],
    ['a backslash', '\\', []],
    ['an escape', '\\d', [anna]],
    ['an operator', '$where', []],
    ['an operator as JSON', '{"$gt":""}', []],
    ['NUL', 'anna\0', [anna]],
    ['half of a surrogate pair', 'anna \ud800', [anna]],
  ];
  test.each(searches)('finds by %s', async (_what, text, found) => {
    expect(await find(text)).toEqual(found);
  });

  test('takes eight words, each once, and refuses more', async () => {
    expect(await find('zo zoe ang angs hea head sal nowhere')).toEqual([]);
    expect(await find('zo Zo zoe ang angs hea head sal sale')).toEqual([zoe]);
    const { errors } = await client.send(LeadsDocument.toString(), {
      filter: { text: 'zo zoe ang angs hea head sal sale nowhere' },
    });
    expect(errors).toMatchObject([
      {
        message: 'Must have at most 8 different words',
        extensions: { code: 'INVALID_INPUT', issues: [{ path: ['filter', 'text'], code: 'too_many_words' }] },
      },
    ]);
  });

  test('refuses a text of more than 200 characters', async () => {
    expect(await find('a'.repeat(200))).toEqual([]);
    const { errors } = await client.send(LeadsDocument.toString(), { filter: { text: 'a'.repeat(201) } });
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_INPUT']);
  });
});
