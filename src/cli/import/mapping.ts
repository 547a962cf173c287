import type { LeadType } from '../../lead/identity/identity.ts';
import { usageError } from '../cli-error.ts';
import { foldHeader, typeOf, type Vendor, vendorOf, vocabularyOf } from './columns.ts';
import { isOwnColumn } from './rejects.ts';

/** A column of the file and where its values go. */
export interface Column {
  header: string;
  /** A field such as `company.name` or `attributes.Stage`; null drops the values. */
  target: string | null;
  /** The order among the columns of one target: the main address has the lowest. */
  rank: number;
  /** A field that another column gives: values that only repeat it are dropped. */
  unless: string | null;
}

/** How the columns of a file become leads. */
export interface Mapping {
  vendor: Vendor;
  type: LeadType;
  columns: Column[];
}

/** Fields that one column alone gives; those that are not here take any number of columns. */
const single = [
  ...['type', 'name.full', 'name.first', 'name.last', 'name.short', 'title'],
  ...['company.name', 'company.id', 'company.domain'],
  ...['location.city', 'location.state', 'location.country', 'location.raw'],
  ...['domain', 'industry', 'size', 'status', 'source'],
];
const multiple = ['name.aliases', 'email', 'phone', 'contacts', 'socials', 'listIds'];
const open = ['sources', 'attributes', 'metadata', 'raw'];

/** Whether a path names a field that a column can go to: `title`, `company.domain`, `metadata.<any key>` … */
function isTarget(path: string): boolean {
  return (
    single.includes(path) ||
    multiple.includes(path) ||
    open.some((root) => path.startsWith(`${root}.`) && path.length > root.length + 1)
  );
}

/**
 * Maps the columns of a file: those that `given` names (header → field) as told, the others by what their headers are
 * known to mean, and the rest to `attributes` under the header.
 * @throws CliError (USAGE) where `given` does not fit the file, or where nothing tells people from companies
 */
export function mapColumns(
  headers: readonly string[],
  given: ReadonlyMap<string, string>,
  type: LeadType | null,
): Mapping {
  const told = readGiven(headers, given);
  const known = new Set(headers.map(foldHeader));
  const guessedType = type ?? typeOf(known);
  if (guessedType === null) {
    const list = headers.join(', ');
    throw usageError(`The headers do not tell whether these are people or companies, give --type; they are: ${list}`);
  }
  const vendor = vendorOf(known);
  const vocabulary = vocabularyOf(vendor, guessedType);
  const taken = new Set(told.values());
  const guesses = headers.map((header) => {
    if (told.has(header) || isOwnColumn(header)) return null;
    if (isTarget(header)) return { target: header, rank: -1 };
    return vocabulary.get(foldHeader(header)) ?? null;
  });
  const winnerOf = (target: string) =>
    guesses.reduce<number>((best, guess, at) => {
      const better = guess?.target === target && (best === -1 || guess.rank < (guesses[best]?.rank ?? 0));
      return better ? at : best;
    }, -1);
  const columns = headers.map((header, at): Column => {
    const toldTarget = told.get(header);
    if (toldTarget !== undefined) {
      return { header, target: toldTarget === '-' ? null : toldTarget, rank: -1, unless: null };
    }
    if (header === '' || isOwnColumn(header)) return { header, target: null, rank: 0, unless: null };
    const guess = guesses[at] ?? null;
    const spare: Column = { header, target: `attributes.${keyOf(headers, at)}`, rank: 0, unless: null };
    if (guess === null) return spare;
    const loses = single.includes(guess.target) && (taken.has(guess.target) || winnerOf(guess.target) !== at);
    return loses
      ? { ...spare, unless: guess.target }
      : { header, target: guess.target, rank: guess.rank, unless: null };
  });
  return { vendor, type: guessedType, columns };
}

/** The key for a column among the attributes: its header, numbered where an earlier column has the same. */
function keyOf(headers: readonly string[], at: number): string {
  const header = headers[at] ?? '';
  const earlier = headers.slice(0, at).filter((other) => other === header).length;
  return earlier === 0 ? header : `${header} (${earlier + 1})`;
}

/** The columns that were given, by the headers as the file spells them. */
function readGiven(headers: readonly string[], given: ReadonlyMap<string, string>): Map<string, string> {
  const told = new Map<string, string>();
  const targets = new Set<string>();
  for (const [name, target] of given) {
    const header = headers.find((one) => one === name) ?? headers.find((one) => foldHeader(one) === foldHeader(name));
    if (header === undefined) throw usageError(`--map names "${name}", but the headers are: ${headers.join(', ')}`);
    if (target !== '-' && !isTarget(target)) {
      const fields = [...single, ...multiple, ...open.map((root) => `${root}.<key>`)].join(', ');
      throw usageError(`--map: "${target}" is no field; there are ${fields}, and - to leave a column out`);
    }
    if (single.includes(target) && targets.has(target)) throw usageError(`--map gives ${target} twice`);
    told.set(header, target);
    targets.add(target);
  }
  return told;
}
