import { expect, test } from 'vitest';
import { splitName } from '../../src/lead/lead.ts';

test.each<[full: string, first: string | null, last: string | null]>([
  ['Jane Doe', 'Jane', 'Doe'],
  ['Mary Ann Lee', 'Mary Ann', 'Lee'],
  ['Ludwig van Beethoven', 'Ludwig', 'van Beethoven'],
  ['Cher', 'Cher', null],
  // Last name first.
  ['Doe, Jane', 'Jane', 'Doe'],
  ['García Márquez, Gabriel', 'Gabriel', 'García Márquez'],
  ['van der Berg, Jan', 'Jan', 'van der Berg'],
  ['van der Berg, J.P.', 'J.P.', 'van der Berg'],
  ['LE GUIN, URSULA', 'URSULA', 'LE GUIN'],
  ['Smith, JON', 'JON', 'Smith'],
  ['Smith Jr., John', 'John', 'Smith'],
  ['Smith, Jr., John', 'John', 'Smith'],
  ['García Márquez, Gabriel, PhD', 'Gabriel', 'García Márquez'],
  ['García Márquez, Gabriel Jr.', 'Gabriel', 'García Márquez'],
  // What follows a name.
  ['Dr. Jane Q. Public Jr.', 'Dr. Jane Q.', 'Public'],
  ['Jane Doe PhD', 'Jane', 'Doe'],
  ['Jan van der Berg III', 'Jan', 'van der Berg'],
  ['Sammy Jr.', 'Sammy', null],
  ['Jane Doe, Ph.D.', 'Jane', 'Doe'],
  ['Jane Doe, M.D., MBA', 'Jane', 'Doe'],
  ['Jane Doe, Jr. Esq', 'Jane', 'Doe'],
  ['Jane Doe, LCSW', 'Jane', 'Doe'],
  ['Jane Doe, PhD, LCSW', 'Jane', 'Doe'],
  ['Doe, PhD', 'Doe', null],
  ['Jane Doe,', 'Jane', 'Doe'],
  // Nothing else is left.
  ['Jr.', 'Jr.', null],
  ['II, Jr.', 'II', null],
  [', Jane', ', Jane', null],
  ['…', '…', null],
])('%j is %j and %j', (full, first, last) => {
  expect(splitName(full)).toEqual({ first, last });
});
