import { lookup as lookUp } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { hostOf } from './budgets/index.ts';
import { isPublicAddress } from './public-address.ts';

/** Every address of a name. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Which addresses may be connected to. */
export interface AddressGuard {
  /** The address that stands in the URL itself, where it is not public and the host not allowed. */
  refusedLiteral(url: URL): string | undefined;
  /**
   * For the socket that is about to connect to the URL's host: it connects to no other address than
   * those that were judged here.
   *
   * @throws {AddressNotPublic} into its callback, when any address of the name is not public
   */
  lookupFor(url: URL): LookupFunction;
}

/** A name that leads to an address which is not of the public internet. */
export class AddressNotPublic extends Error {
  readonly hostname: string;
  readonly address: string;

  constructor(hostname: string, address: string) {
    super(`${hostname} has the address ${address}, which is not public`);
    this.hostname = hostname;
    this.address = address;
  }
}

export interface GuardOptions {
  /** `host:port` each, as written in URLs: whatever their address is. */
  readonly allowedHosts: readonly string[];
  /** The system's unless given. */
  readonly resolve?: Resolve | undefined;
}

/** Lets nobody be sent to private, loopback, link-local or other special addresses. */
export function openAddressGuard({
  allowedHosts,
  resolve = lookUpAll,
}: GuardOptions): AddressGuard {
  const isAllowed = (url: URL) => allowedHosts.includes(hostOf(url));
  return {
    refusedLiteral(url) {
      // A socket connects to an address without looking it up: it is judged here or nowhere.
      const literal = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(literal) === 0 || isAllowed(url) || isPublicAddress(literal)) return undefined;
      return literal;
    },
    lookupFor: (url) => lookupWith(resolve, isAllowed(url) ? () => true : isPublicAddress),
  };
}

function lookUpAll(hostname: string): Promise<readonly ResolvedAddress[]> {
  return lookUp(hostname, { all: true });
}

function lookupWith(resolve: Resolve, isGood: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (all) => {
        const bad = all.find(({ address }) => !isGood(address));
        if (bad !== undefined) return callback(new AddressNotPublic(hostname, bad.address), '', 4);
        const fitting = all.filter(({ family }) => fits(family, options.family));
        const [first] = fitting;
        if (first === undefined) return callback(noAddress(hostname), '', 4);
        if (options.all === true) return callback(null, [...fitting]);
        return callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 4),
    );
  };
}

function fits(family: number, wanted: string | number | undefined): boolean {
  return [0, undefined, family, `IPv${family}`].includes(wanted);
}

function noAddress(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`No address of ${hostname}`), { code: 'ENOTFOUND' });
}
