import { remembering } from '../../shared/remembering.ts';
import {
  freeMailDomains,
  freeMailNames,
  placeholderDomains,
  platformDomains,
  platformNames,
  shortLinkHosts,
  socialHosts,
} from './identity.lists.ts';
import { cleanText, trimEnd } from './identity.text.ts';
import { maxHostLength, readWebAddress, type Site } from './identity.url.ts';

const scheme = /^[a-z][a-z\d+.-]*:\/\//i;

/**
 * The site that a domain or URL names, or null. `@` is refused anywhere: it makes an email address, a handle or a
 * deception. A page on somebody's platform (google.com/maps/…) names no site of the company it is about, not even the
 * platform's.
 */
export const readHost = remembering((value: string): Site | null => {
  const text = trimEnd(cleanText(value), /[.\s]/);
  if (/[@\s]/.test(text)) return null;
  const address = readWebAddress(text.replace(scheme, ''));
  if (address === null || /[^a-z\d._:[\]-]/.test(address.host)) return null;
  const front = address.path === '/' && address.query.size === 0;
  return !front && isPlatform(address) ? null : address;
});

/** Why a site identifies no company, or null if it does. */
export function whyNoCompany(site: Site) {
  if (site.isIp) return 'ip address';
  if (site.host.length > maxHostLength) return 'too long';
  if (site.domain === null) return 'no registrable domain';
  return placeholderDomains.has(site.domain) ? 'placeholder' : whyShared(site);
}

/** Why what is on a site is not the site owner's, or null. Subdomains of a shared host are shared. */
export function whyShared({ host, domain, name }: Site) {
  if (isUnder(host, shortLinkHosts)) return 'short link';
  if (isUnder(host, socialHosts)) return 'social host';
  if (domain !== null && (freeMailNames.has(name) || isUnder(host, freeMailDomains))) return 'free-mail domain';
  return null;
}

function isPlatform({ host, domain, name }: Site): boolean {
  return host === domain && (platformNames.has(name) || platformDomains.has(host));
}

function isUnder(host: string, hosts: ReadonlySet<string>): boolean {
  for (let rest = host; ; rest = rest.slice(rest.indexOf('.') + 1)) {
    if (hosts.has(rest)) return true;
    if (!rest.includes('.')) return false;
  }
}
