import { expect, test } from 'vitest';
import { remembering } from '../../src/shared/remembering.ts';

function counted() {
  const asked: string[] = [];
  const read = remembering((text: string) => {
    asked.push(text);
    return text === '' ? null : { text };
  });
  return { asked, read };
}

test('a text is read once, what cannot be read too', () => {
  const { asked, read } = counted();
  expect(read('a')).toBe(read('a'));
  expect([read(''), read('')]).toEqual([null, null]);
  expect([read('b'), read('a')]).toEqual([{ text: 'b' }, { text: 'a' }]);
  expect(asked).toEqual(['a', '', 'b']);
});

test('two readers know nothing of each other', () => {
  const lengths = remembering((text: string) => text.length);
  const upper = remembering((text: string) => text.toUpperCase());
  expect([lengths('abc'), upper('abc'), lengths('abc')]).toEqual([3, 'ABC', 3]);
});

test('texts that have not been asked for in a while are forgotten, long ones at once', () => {
  const { asked, read } = counted();
  read('first');
  read('kept');
  for (let number = 0; number < 1_999; number += 1) {
    read(`text ${number}`);
    read('kept');
  }
  asked.length = 0;
  expect([read('first'), read('kept')]).toEqual([{ text: 'first' }, { text: 'kept' }]);
  expect(asked).toEqual(['first']);

  const long = 'x'.repeat(321);
  expect([read(long), read(long)]).toEqual([{ text: long }, { text: long }]);
  expect(asked).toEqual(['first', long, long]);
});
