import { BlockList, isIP } from 'node:net';
import { remembering } from '../shared/remembering.ts';

/** Whose word counts on where a request comes from. */
export interface ProxyTrust {
  /** How many proxies stand before the gateway, or the networks that they are in. 0 trusts none. */
  proxies: number | readonly string[];
  /** The one header that they write. The other could be the client's own and never counts. */
  header: 'x-forwarded-for' | 'forwarded';
}

export const noProxies: ProxyTrust = { proxies: 0, header: 'x-forwarded-for' };

/** Headers as both doors have them. */
export interface HeaderSource {
  get(name: string): string | null;
}

/**
 * Finds out where a request comes from.
 * @returns a function of the address at the other end of the connection and the headers, which answers the address to
 *   count by: an IPv4 address, or the /64 of an IPv6 address (`2001:db8:1:2::/64`), since one client has all of that
 */
export function createAddressReader({ proxies, header }: ProxyTrust) {
  const networks = typeof proxies === 'number' ? null : toBlockList(proxies);

  return (peer = '', headers: HeaderSource): string => {
    if (proxies === 0) return unitOfPeer(peer);
    const nearest = parseAddress(peer);
    if (nearest === null) return 'unknown';
    // From the nearest hop outwards: what a hop says is believed as far as the hop is.
    const hops = [...forwarded(headers.get(header) ?? '', header).map(parseAddress), nearest].reverse();
    let client = nearest;
    for (const [distance, hop] of hops.entries()) {
      if (hop === null) break;
      client = hop;
      const isProxy = networks === null ? distance < Number(proxies) : isIn(networks, hop);
      if (!isProxy) break;
    }
    return toUnit(client);
  };
}

/** Whether a text is a network as the setting takes it: `10.0.0.0/8`, `fd00::/8`, or one address. */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

function toBlockList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return list;
}

function isIn(networks: BlockList, address: string): boolean {
  return networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** What proxies have written, the farthest first. */
function forwarded(value: string, header: ProxyTrust['header']): string[] {
  const entries = value === '' ? [] : value.split(',');
  if (header === 'x-forwarded-for') return entries;
  return entries.map((entry) => /(?:^|;)\s*for\s*=\s*("[^"]*"|[^;\s]*)/i.exec(entry)?.[1] ?? '');
}

/** An address without quotes, brackets, port and zone; null for what is none (`unknown`, `_hidden`). */
function parseAddress(text: string): string | null {
  const bare = text.trim().replace(/^"(.*)"$/, '$1');
  const address = /^\[([^\]]*)\](?::\d+)?$/.exec(bare)?.[1] ?? /^([\d.]+):\d+$/.exec(bare)?.[1] ?? bare;
  const [unzoned = ''] = address.split('%');
  const mapped = /^::ffff:([\d.]+)$/i.exec(unzoned)?.[1] ?? unzoned;
  return isIP(mapped) === 0 ? null : mapped;
}

/** What a peer is counted as. Connections are few, and each brings many requests. */
const unitOfPeer = remembering((peer: string): string => {
  const address = parseAddress(peer);
  return address === null ? 'unknown' : toUnit(address);
});

/** What is counted as one client. */
function toUnit(address: string): string {
  if (isIP(address) === 4) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const written = [...groups, ...(tail ?? '').split(':')].filter((group) => group !== '').length;
  // An IPv4 address at the end stands for two groups.
  const width = written + (address.includes('.') ? 1 : 0);
  const filled = tail === undefined ? groups : [...groups, ...Array<string>(8 - width).fill('0'), ...tail.split(':')];
  const network = filled.slice(0, 4).map((group) => Number.parseInt(group || '0', 16).toString(16));
  return `${network.join(':')}::/64`;
}
