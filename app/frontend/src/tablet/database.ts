// The store on the tablet: what it keeps, under which keys, and how durably it writes.
import { type DBSchema, type IDBPDatabase, openDB, type StoreNames } from 'idb';
import type {
  Decided, Device, Digest, Draft, LocalOfficer, Moment, PersonId, PhotoReceipt, Receipt, Register, Result, Round, Trouble, VisitReceipt,
} from './types.ts';

/** The tablet itself: its key never leaves the browser, nor does the one around the officers' keys. */
export interface DeviceRow extends Device {
  private_key: CryptoKey;
  guard: CryptoKey;
  last_sequence: number;
  last_digest: Digest | null;
}

/** An officer's key, sealed twice: by the PIN, and by a key that can't leave this browser. */
export interface OfficerRow extends LocalOfficer {
  key: string | null;
  public_key: JsonWebKey;
  sealed: ArrayBuffer;
  inner_nonce: Uint8Array<ArrayBuffer>;
  outer_nonce: Uint8Array<ArrayBuffer>;
  salt: Uint8Array<ArrayBuffer>;
  rounds: number;
  wrong: number;
  wrong_at: Moment | null;
}

/** The bytes of a file as they came, a small copy to look at, and the office's receipt. */
export interface FileRow {
  sha256: Digest;
  original: Blob;
  view: Blob | null;
  receipt: Receipt<PhotoReceipt> | null;
  stored_at: Moment;
}

/** A locked visit: `body` is what was signed and what is sent, to the byte. */
export interface QueueRow {
  visit: string;
  site: string | null;
  sweep?: string | null; // what an app before this one locked doesn't say it
  title: string;
  result: Result;
  sequence: number;
  digest: Digest;
  body: string;
  files: Digest[];
  safe?: Digest[]; // those with a receipt; reading the files for it would open every picture
  drawn?: Digest[]; // those that are drawn names and no photos
  locked_at: Moment;
  amends: string | null;
  tries: number;
  next_try_at: Moment | null;
  trouble: Trouble | null;
  stuck: boolean;
  receipt: Receipt<VisitReceipt> | null;
  received_at: Moment | null; // when the last receipt was verified here
  decided?: Decided; // what the office decided of it instead of receiving it
}

interface Schema extends DBSchema {
  device: { key: 'this'; value: DeviceRow };
  officers: { key: PersonId; value: OfficerRow };
  rounds: { key: 'latest' | 'register'; value: Round | Register }; // what the office can give again
  drafts: { key: string; value: Draft };
  files: { key: Digest; value: FileRow };
  queue: { key: string; value: QueueRow; indexes: { locked_at: Moment } };
}

type Name = StoreNames<Schema>;

let opened: Promise<IDBPDatabase<Schema>> | null = null;

/** The one connection of this tab; opened anew when the browser closed it. */
export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('mingcha-tablet', 1, {
    upgrade(fresh) {
      fresh.createObjectStore('device');
      fresh.createObjectStore('rounds');
      fresh.createObjectStore('officers', { keyPath: 'person' });
      fresh.createObjectStore('drafts', { keyPath: 'visit' });
      fresh.createObjectStore('files', { keyPath: 'sha256' });
      fresh.createObjectStore('queue', { keyPath: 'visit' }).createIndex('locked_at', 'locked_at');
    },
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close(); // a newer app in another tab needs a newer store
      opened = null;
    },
    terminated: () => (opened = null),
  });
  return opened;
}

/** A writing transaction over `names`: once it is done, the bytes are on the disk. */
export async function writing<const Names extends readonly [Name, ...Name[]]>(names: Names) {
  return (await database()).transaction(names as unknown as Name[] & Names, 'readwrite', { durability: 'strict' });
}

/** Writes one value durably; `key` where the store's values don't carry their own. */
export async function put<Store extends Name>(name: Store, value: Schema[Store]['value'], key?: Schema[Store]['key']): Promise<void> {
  const change = await writing([name]);
  await change.objectStore(name).put(value, key);
  await change.done;
}
