import { foldText } from '../shared/text.ts';

/** What people write beside the names that the Unicode CLDR has in English. */
const otherNames: Record<string, string> = {
  usa: 'US',
  'united states of america': 'US',
  uk: 'GB',
  'great britain': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  uae: 'AE',
  'czech republic': 'CZ',
  turkey: 'TR',
  deutschland: 'DE',
  espana: 'ES',
  brasil: 'BR',
  italia: 'IT',
  osterreich: 'AT',
  schweiz: 'CH',
  suisse: 'CH',
  nederland: 'NL',
};

let codes: Map<string, string> | undefined;

function readCodes(): Map<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));
  const known = letters
    .flatMap((first) => letters.map((second) => first + second))
    .flatMap((code) => {
      const name = code === 'UK' ? undefined : names.of(code);
      return name === undefined ? [] : [[foldText(name), code] as const, [code.toLowerCase(), code] as const];
    });
  return new Map([...known, ...Object.entries(otherNames)]);
}

/** The ISO 3166 code of a country in folded text, or null where it is not known. */
export function countryCode(country: string | null): string | null {
  if (country === null) return null;
  codes ??= readCodes();
  return codes.get(country) ?? null;
}
