// The parts of ELF64 (little endian) that symbol versions live in; names as in the System V and GNU specifications.
const SHT_DYNSYM = 11;
const SHT_GNU_VERNEED = 0x6ffffffe;
const SHT_GNU_VERSYM = 0x6fffffff;
const VER_FLG_WEAK = 2;
const VERSYM_INDEX = 0x7fff;

const C23_PREFIX = '__isoc23_';
const OLDEST_X64_VERSION = 'GLIBC_2.2.5';
const RETARGETED_LIBRARIES = new Set(['libc.so.6', 'libm.so.6']);
const FIRST_RETARGETED_MINOR = 37;

type Section = { type: number; offset: number; size: number; link: number; info: number; entrySize: number };
type VersionNeed = { version: string; index: number; flagsAt: number };

/**
 * Lets a Linux x64 library that was linked against glibc 2.37 or newer load on an older glibc. Needs of a newer libc or
 * libm become optional, and the symbols bound to them are bound to the same library's GLIBC_2.2.5 instead, the C23
 * variants of `strtol` and its like under their classic names. The bytes given stay as they are.
 *
 * @throws Error where the bytes are no ELF64 library or a symbol has no older version to go to.
 */
export function retargetGlibc(bytes: Buffer): Buffer {
  const elf = Buffer.from(bytes);
  const sections = readSections(elf);
  const symbols = findSection(sections, SHT_DYNSYM);
  const versions = findSection(sections, SHT_GNU_VERSYM);
  const names = linkedSection(sections, symbols);

  const olderIndex = weakenNewNeeds(elf, sections);
  for (let i = 0; i < symbols.size / symbols.entrySize; i++) {
    const versionAt = versions.offset + i * versions.entrySize;
    const older = olderIndex.get(elf.readUInt16LE(versionAt) & VERSYM_INDEX);
    if (older === undefined) continue;
    elf.writeUInt16LE(older, versionAt);

    const symbolAt = symbols.offset + i * symbols.entrySize;
    const nameOffset = elf.readUInt32LE(symbolAt);
    // The classic name is the tail of the C23 one, so the string table stays as it is.
    if (readString(elf, names.offset + nameOffset).startsWith(C23_PREFIX)) {
      elf.writeUInt32LE(nameOffset + C23_PREFIX.length, symbolAt);
    }
  }
  return elf;
}

/** Flags the needs of a newer glibc as weak and answers, for each one's version index, the index to use instead. */
function weakenNewNeeds(elf: Buffer, sections: readonly Section[]): Map<number, number> {
  const needs = findSection(sections, SHT_GNU_VERNEED);
  const names = linkedSection(sections, needs);
  const olderIndex = new Map<number, number>();

  let libraryAt = needs.offset;
  for (let i = 0; i < needs.info; i++) {
    const library = readString(elf, names.offset + elf.readUInt32LE(libraryAt + 4));
    const found = readVersionNeeds(elf, libraryAt, names.offset);
    const tooNew = RETARGETED_LIBRARIES.has(library) ? found.filter((need) => isTooNew(need.version)) : [];
    const oldest = found.find((need) => need.version === OLDEST_X64_VERSION);
    for (const need of tooNew) {
      if (!oldest) throw new Error(`${library} is needed at ${need.version} and not at ${OLDEST_X64_VERSION}`);
      elf.writeUInt16LE(elf.readUInt16LE(need.flagsAt) | VER_FLG_WEAK, need.flagsAt);
      olderIndex.set(need.index, oldest.index);
    }
    libraryAt += elf.readUInt32LE(libraryAt + 12);
  }
  return olderIndex;
}

function readVersionNeeds(elf: Buffer, libraryAt: number, namesAt: number): VersionNeed[] {
  const needs: VersionNeed[] = [];
  let at = libraryAt + elf.readUInt32LE(libraryAt + 8);
  for (let i = 0; i < elf.readUInt16LE(libraryAt + 2); i++) {
    const version = readString(elf, namesAt + elf.readUInt32LE(at + 8));
    needs.push({ version, index: elf.readUInt16LE(at + 6) & VERSYM_INDEX, flagsAt: at + 4 });
    at += elf.readUInt32LE(at + 12);
  }
  return needs;
}

function isTooNew(version: string): boolean {
  const minor = /^GLIBC_2\.(\d+)$/.exec(version)?.[1];
  return minor !== undefined && Number(minor) >= FIRST_RETARGETED_MINOR;
}

function readSections(elf: Buffer): Section[] {
  const isElf64LittleEndian = elf.length >= 64 && elf.readUInt32BE(0) === 0x7f454c46 && elf[4] === 2 && elf[5] === 1;
  if (!isElf64LittleEndian) throw new Error('Not a 64-bit little-endian ELF library');
  const table = Number(elf.readBigUInt64LE(40));
  const entrySize = elf.readUInt16LE(58);
  return Array.from({ length: elf.readUInt16LE(60) }, (_, i) => {
    const at = table + i * entrySize;
    return {
      type: elf.readUInt32LE(at + 4),
      offset: Number(elf.readBigUInt64LE(at + 24)),
      size: Number(elf.readBigUInt64LE(at + 32)),
      link: elf.readUInt32LE(at + 40),
      info: elf.readUInt32LE(at + 44),
      entrySize: Number(elf.readBigUInt64LE(at + 56)),
    };
  });
}

function findSection(sections: readonly Section[], type: number): Section {
  const section = sections.find((candidate) => candidate.type === type);
  if (!section) throw new Error(`ELF library without a section of type ${type}`);
  return section;
}

function linkedSection(sections: readonly Section[], from: Section): Section {
  const section = sections[from.link];
  if (!section) throw new Error('ELF library whose section links to none');
  return section;
}

function readString(elf: Buffer, at: number): string {
  return elf.toString('latin1', at, elf.indexOf(0, at));
}
