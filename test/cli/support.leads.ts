/** What an import of a file should count. */
export interface Expected {
  created: number;
  merged: number;
  unchanged: number;
  conflicts: number;
  invalid: number;
}

/**
 * A file of people: every fifth row is an earlier person again, spelled differently and at times with a phone number
 * that the first did not have, and every hundredth has an address that is none.
 */
export function leadsFile(rows: number): { csv: string; expected: Expected; bad: number[] } {
  const lines = ['First Name,Last Name,Job Title,Email,Mobile Phone,Tier'];
  const expected: Expected = { created: 0, merged: 0, unchanged: 0, conflicts: 0, invalid: 0 };
  const withPhone = new Set<number>();
  const bad: number[] = [];
  const isBad = (n: number) => n % 100 === 51;
  const isDuplicate = (n: number) => n % 5 === 0;
  for (let n = 1; n <= rows; n += 1) {
    if (isBad(n)) {
      lines.push(`Bad,Row,,nobody at example,,`);
      expected.invalid += 1;
      bad.push(n);
    } else if (isDuplicate(n)) {
      let earlier = Math.max(1, Math.floor(n * 0.7));
      while (isBad(earlier) || isDuplicate(earlier)) earlier += earlier > 1 ? -1 : 1;
      const brings = n % 10 === 0;
      const phone = brings ? `+49 30 ${100_000 + earlier}` : '';
      lines.push(
        `First${earlier},Last${earlier},"Head, ${earlier}",P${earlier}@ACME-${earlier % 7}.COM,${phone},${earlier % 3}`,
      );
      if (brings && !withPhone.has(earlier)) expected.merged += 1;
      else expected.unchanged += 1;
      if (brings) withPhone.add(earlier);
    } else {
      lines.push(`First${n},Last${n},"Head, ${n}",p${n}@acme-${n % 7}.com,,${n % 3}`);
      expected.created += 1;
    }
  }
  return { csv: `${lines.join('\r\n')}\r\n`, expected, bad };
}
