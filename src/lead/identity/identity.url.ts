import { parse } from 'tldts';
import { cleanText, maxTextLength, trimEnd, trimEnds, withoutJoiners } from './identity.text.ts';

/** A web site, by its host. */
export interface Site {
  /** ASCII, lower case, without `www.` where a registrable domain remains. */
  host: string;
  /** What can be registered: `acme.co.uk` of `shop.acme.co.uk`. Null for IPs, suffixes and names no registry knows. */
  domain: string | null;
  /** The registrable domain without its suffix: `acme`. */
  name: string;
  isIp: boolean;
}

/** A web address, read as browsers read it. */
interface WebAddress extends Site {
  /** The host, with the port where it is not one of the usual two. */
  authority: string;
  path: string;
  query: URLSearchParams;
  hash: string;
}

const wrapStart = /[\s\u200C-\u200D'"`“”„‘’«»<(]/;
const wrapEnd = /[\s\u200C-\u200D'"`“”„‘’«»>,;]/;
const webSchemes = /^(?:https?:\/*|https?\/{2,}|\/+)+/i;
const otherScheme = /^[a-z][a-z\d+.-]*:(?!\d|\/(?!\/))/i;
const tracking =
  /^(?:utm_|hsa_|mc_[ce]id|_hs|pk_|trk|li_fat_id|fbclid|gclid|gad_|msclkid|igsh|lipi|tracking|originalsubdomain|_ga)/i;
/** RFC 1035: labels of at most 63 octets, 253 in all. Underscores are no part of host names, but in use. */
export const maxHostLength = 253;
const hostName = /^(?!-)[a-z\d_-]{1,63}(?<!-)(?:\.(?!-)[a-z\d_-]{1,63}(?<!-))*$/;
/** RFC 6761: names for examples and tests, which are to behave as the names in real data do. */
const documentationSuffixes = new Set(['example', 'test']);
const dirtAtEnd = /[/,;'?&]/;

/**
 * Reads a web address with or without its scheme, or answers null. Source: the WHATWG URL Standard, which maps the host
 * by UTS 46, takes `\` for `/` and drops line breaks, so that what is compared is where a browser would go. Addresses
 * with user information are refused: `linkedin.com@evil.com` exists only to deceive, or is an email address.
 */
export function readWebAddress(value: string): WebAddress | null {
  if (value.length > maxTextLength) return null;
  const text = trimEnds(cleanText(value), wrapStart, wrapEnd).replaceAll('\\', '/');
  const rest = text.replace(webSchemes, '');
  if (otherScheme.test(rest) || /^[^/?#]*[@%]/.test(rest)) return null;
  const url = parseUrl(`https://${rest}`);
  const plain = withoutJoiners(text);
  // A joiner is a letter of some domain names (UTS 46, CheckJoiners) and dirt in all others.
  if (url === null) return plain === text ? null : readWebAddress(plain);
  const site = readSite(url.hostname);
  if (site === null) return null;
  const port = url.port === '' || url.port === '80' ? '' : `:${url.port}`;
  return { ...site, authority: site.host + port, path: url.pathname, query: url.searchParams, hash: url.hash };
}

/**
 * Where a host belongs. Source: the Public Suffix List by tldts, its private section included: acme.github.io and
 * other.github.io are two sites, and github.io alone is nobody's. Names under no listed suffix (acme.local) are not
 * registrable; nor is the home page of a suffix, www.github.io.
 */
function readSite(hostname: string): Site | null {
  const full = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  if (full === '' || full.endsWith('.')) return null;
  const known = parse(full, { allowPrivateDomains: true, extractHostname: false });
  const listed =
    known.isIcann ||
    (known.isPrivate && known.domainWithoutSuffix !== 'www') ||
    documentationSuffixes.has(known.publicSuffix ?? '');
  const registrable = listed && full.length <= maxHostLength && hostName.test(full) ? known.domain : null;
  let host = full;
  while (registrable && host.startsWith('www.') && host !== registrable) host = host.slice('www.'.length);
  return { host, domain: registrable, name: known.domainWithoutSuffix ?? '', isIp: known.isIp === true };
}

/**
 * The form under which equal web addresses are united: no scheme, no `www.`, no trailing slash, no tracking. The rest of
 * the query stays, since it may name the page (profile.php?id=1), and so does a hash that is a path (#!/jane). Dropping
 * one part can lay bare another, hence until nothing changes.
 */
export function canonicalUrl(address: WebAddress): string {
  const form = writeUrl(address);
  const again = readWebAddress(form);
  return again === null || writeUrl(again) === form ? form : canonicalUrl(again);
}

function writeUrl({ authority, path, query, hash }: WebAddress): string {
  const kept = new URLSearchParams([...query].filter(([name]) => !tracking.test(name)));
  const search = kept.size === 0 ? '' : `?${kept}`;
  const route = /^#[!/]/.test(hash) ? hash : '';
  const plainPath = trimEnd(path.replace(/\/{2,}/g, '/'), /\//);
  return trimEnd(`${authority}${plainPath.replace(/%[\da-f]{2}/gi, toUpper)}${search}${route}`, dirtAtEnd);
}

function toUpper(text: string): string {
  return text.toUpperCase();
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
