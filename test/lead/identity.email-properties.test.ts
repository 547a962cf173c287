import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEmail } from '../../src/lead/identity/identity.ts';

const localPart = fc.stringMatching(/^[a-z0-9][a-z0-9._+-]{0,20}[a-z0-9]$/).filter((text) => !text.includes('..'));
const domain = fc.stringMatching(/^[a-z][a-z0-9]{0,10}\.(?:com|de|co\.uk)$/);
const blanks = fc.stringMatching(/^[ \t\r\n\u00a0\u3000\u200b\ufeff\u2068\u202e]{0,4}$/);

describe('any email address', () => {
  it('has one key in any case, between any blanks and in any usual wrapping', () => {
    fc.assert(
      fc.property(
        localPart,
        domain,
        fc.infiniteStream(fc.boolean()),
        blanks,
        blanks,
        (local, host, upper, before, after) => {
          const address = `${local}@${host}`;
          const shouted = [...address].map((char) => (upper.next().value ? char.toUpperCase() : char)).join('');
          const expected = readEmail(address, 'company');
          expect(expected?.canonical).toBe(`email:${address}`);
          for (const typed of [
            `${before}${shouted}${after}`,
            `Jane <${shouted}>`,
            `mailto:${shouted}`,
            `${shouted}.`,
          ]) {
            expect(readEmail(typed, 'company')).toEqual(expected);
          }
        },
      ),
    );
  });

  it('reads its canonical form as itself', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom('jane', '@', 'x.com', '＠', 'É', 'İ', 'Σ', '%20', 'mailto:', '<', '>', "'", '\u200d', '+', '.'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const read = readEmail(pieces.join(''), 'person');
        if (read === null) return;
        expect(readEmail(read.canonical, 'person')).toEqual(read);
        expect(readEmail(read.canonical.slice('email:'.length), 'person')).toEqual(read);
      }),
      { numRuns: 2000 },
    );
  });
});
