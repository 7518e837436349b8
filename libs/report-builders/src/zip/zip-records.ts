/** The records of a zip file, as in PKWARE's APPNOTE 6.3.10. All times are 1980-01-01 00:00, so that equal data give equal bytes. */

export interface ZipEntry {
  name: Buffer;
  crc: number;
  /** Bytes before and after deflate. */
  rawBytes: number;
  packedBytes: number;
  /** Where the local header begins. */
  offset: number;
  /** Sizes follow the data in a descriptor, because they weren't known before. */
  streamed: boolean;
}

const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;
const UTF8_NAMES = 0x0800;
const SIZES_FOLLOW = 0x0008;
const DEFLATE = 8;
const DOS_1980 = 0x0021;
const VERSION = 20;
const VERSION_ZIP64 = 45;

const flags = (entry: ZipEntry): number => UTF8_NAMES | (entry.streamed ? SIZES_FOLLOW : 0);
const needsZip64 = (entry: ZipEntry): boolean =>
  entry.rawBytes >= MAX_32 || entry.packedBytes >= MAX_32 || entry.offset >= MAX_32;

/** Sizes and checksum are left zero for a streamed entry. */
export function localHeader(entry: ZipEntry): Buffer {
  const header = Buffer.alloc(30 + entry.name.length);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(VERSION, 4);
  header.writeUInt16LE(flags(entry), 6);
  header.writeUInt16LE(DEFLATE, 8);
  header.writeUInt16LE(DOS_1980, 12);
  if (!entry.streamed) {
    header.writeUInt32LE(entry.crc, 14);
    header.writeUInt32LE(entry.packedBytes, 18);
    header.writeUInt32LE(entry.rawBytes, 22);
  }
  header.writeUInt16LE(entry.name.length, 26);
  entry.name.copy(header, 30);
  return header;
}

/** Follows the data of a streamed entry; eight-byte sizes once four don't hold them. */
export function dataDescriptor(entry: ZipEntry): Buffer {
  const wide = entry.rawBytes >= MAX_32 || entry.packedBytes >= MAX_32;
  const record = Buffer.alloc(wide ? 24 : 16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(entry.crc, 4);
  if (wide) {
    record.writeBigUInt64LE(BigInt(entry.packedBytes), 8);
    record.writeBigUInt64LE(BigInt(entry.rawBytes), 16);
  } else {
    record.writeUInt32LE(entry.packedBytes, 8);
    record.writeUInt32LE(entry.rawBytes, 12);
  }
  return record;
}

function centralHeader(entry: ZipEntry): Buffer {
  const wide = needsZip64(entry);
  const extra = wide ? zip64Extra(entry) : Buffer.alloc(0);
  const header = Buffer.alloc(46 + entry.name.length);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(wide ? VERSION_ZIP64 : VERSION, 4);
  header.writeUInt16LE(wide ? VERSION_ZIP64 : VERSION, 6);
  header.writeUInt16LE(flags(entry), 8);
  header.writeUInt16LE(DEFLATE, 10);
  header.writeUInt16LE(DOS_1980, 14);
  header.writeUInt32LE(entry.crc, 16);
  header.writeUInt32LE(wide ? MAX_32 : entry.packedBytes, 20);
  header.writeUInt32LE(wide ? MAX_32 : entry.rawBytes, 24);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(wide ? MAX_32 : entry.offset, 42);
  entry.name.copy(header, 46);
  return Buffer.concat([header, extra]);
}

function zip64Extra(entry: ZipEntry): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(0x0001, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(entry.rawBytes), 4);
  extra.writeBigUInt64LE(BigInt(entry.packedBytes), 12);
  extra.writeBigUInt64LE(BigInt(entry.offset), 20);
  return extra;
}

/** The central directory and the end of the file. @param offset where the directory begins */
export function directory(entries: readonly ZipEntry[], offset: number): Buffer {
  const headers = Buffer.concat(entries.map(centralHeader));
  const wide = entries.length >= MAX_16 || offset >= MAX_32 || headers.length >= MAX_32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(wide ? MAX_16 : entries.length, 8);
  end.writeUInt16LE(wide ? MAX_16 : entries.length, 10);
  end.writeUInt32LE(wide ? MAX_32 : headers.length, 12);
  end.writeUInt32LE(wide ? MAX_32 : offset, 16);
  return Buffer.concat(
    wide ? [headers, zip64End(entries.length, headers.length, offset), end] : [headers, end],
  );
}

function zip64End(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(VERSION_ZIP64, 12);
  record.writeUInt16LE(VERSION_ZIP64, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(offset + size), 64);
  record.writeUInt32LE(1, 72);
  return record;
}
