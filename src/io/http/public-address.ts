import { BlockList, isIP } from 'node:net';

/**
 * Is this an address of the public internet? `false` too for what is no address: names, and
 * addresses with a zone.
 *
 * Of IPv4 all but the special blocks, of IPv6 the global unicast block without its own special
 * ones. An address of the NAT64 prefix is judged by the IPv4 address in it: networks without IPv4
 * reach the rest of the world so.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !special.check(address, 'ipv4');
  if (version === 0 || address.includes('%')) return false;
  if (nat64.check(address, 'ipv6')) return isPublicAddress(lastFourBytes(address));
  return globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

const special = blockList([
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // behind a provider's translation
  ['127.0.0.0', 8], // this machine
  ['169.254.0.0', 16], // link-local, metadata of clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
  ['2001::', 23], // protocol assignments, Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which holds any IPv4 address
  ['3fff::', 20], // documentation
]);

const globalUnicast = blockList([['2000::', 3]]);
const nat64 = blockList([['64:ff9b::', 96]]);

function blockList(blocks: readonly (readonly [net: string, prefix: number])[]): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of blocks) {
    list.addSubnet(net, prefix, net.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** The URL parser writes an IPv6 address in one way, its last 32 bits as two groups of hex. */
function lastFourBytes(address: string): string {
  const groups = new URL(`http://[${address}]/`).hostname.slice(1, -1).split(':').slice(-2);
  const bytes = groups.flatMap((group) => {
    const bits = Number.parseInt(group || '0', 16);
    return [bits >> 8, bits & 255];
  });
  return bytes.join('.');
}
