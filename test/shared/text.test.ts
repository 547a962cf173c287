import { describe, expect, test } from 'vitest';
import { foldText, foldWords } from '../../src/shared/text.ts';

describe('foldText', () => {
  test.each([
    ['Straße', 'strasse'],
    ['STRASSE', 'strasse'],
    ['Łódź', 'lodz'],
    ['Søren Ærø', 'soren aero'],
    ['Οδυσσεύς', 'οδυσσευσ'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
    ['  José-María  O’Neill ', 'jose maria o neill'],
    ['İstanbul', 'istanbul'],
    ['🎉', ''],
  ])('%s is compared as "%s"', (typed, folded) => {
    expect(foldText(typed)).toBe(folded);
    expect(foldText(folded)).toBe(folded);
  });

  test('gives each word once', () => {
    expect(foldWords('New York, new Jersey')).toEqual(['new', 'york', 'jersey']);
  });
});
