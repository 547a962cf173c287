import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { text as readText } from 'node:stream/consumers';
import { findInexactInteger, isJsonObject, type JsonObject, type JsonValue } from '../shared/json.ts';
import { usageError } from './cli-error.ts';

/** Reads option values that may be JSON, `@file.json`, or `-` for stdin. */
export type OptionReader = ReturnType<typeof createOptionReader>;

/** A reader for the options of one command; stdin can be read once. */
export function createOptionReader(stdin: Readable) {
  let stdinTaker: string | null = null;

  /** What an option holds: its own text, or that of the file or of stdin that it points to. */
  async function textOf(name: string, value: string): Promise<{ text: string; json: boolean }> {
    if (value === '-') {
      if (stdinTaker !== null) throw usageError(`${stdinTaker} and ${name} cannot both read stdin`);
      stdinTaker = name;
      return { text: await readText(stdin), json: true };
    }
    if (value.startsWith('@')) return { text: await readFileOf(name, value.slice(1)), json: true };
    return { text: value, json: /^\s*[{[]/.test(value) };
  }

  /** The JSON that an option holds, or its text where that is no JSON. */
  async function jsonOrText(name: string, value: string): Promise<JsonValue> {
    const { text, json } = await textOf(name, value);
    return json ? parse(name, text) : text;
  }

  return {
    /** `--attributes '{"a":1}'`: a JSON object. */
    async object(name: string, value: string): Promise<JsonObject> {
      const json = parse(name, (await textOf(name, value)).text);
      if (!isJsonObject(json)) throw usageError(`${name} must be a JSON object such as '{"key": "value"}'`);
      return json;
    },

    /** `--name "Jane Doe"` or `--name '{"first": "Jane"}'`: plain text stands for the part `field` of the object. */
    async objectOrText(name: string, value: string, field: string): Promise<JsonObject> {
      const json = await jsonOrText(name, value);
      if (typeof json === 'string') return { [field]: json };
      if (!isJsonObject(json)) throw usageError(`${name} must be text or a JSON object such as '{"${field}": "…"}'`);
      return json;
    },

    /** `--source webinar`, or JSON. */
    jsonOrText,

    /** `--socials <url>`, repeated or as a JSON array; plain text is handed to `fromText`. */
    async items(name: string, values: readonly string[], fromText: (text: string) => JsonValue): Promise<JsonValue[]> {
      const lists = await Promise.all(
        values.map(async (value) => {
          const json = await jsonOrText(name, value);
          return Array.isArray(json) ? json : [json];
        }),
      );
      return lists.flat().map((item) => (typeof item === 'string' ? fromText(item) : item));
    },
  };
}

/** `--list-ids a,b`: parts separated by commas, blanks around them dropped. */
export function splitList(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A word of a closed list, whatever its case and whether its words are joined by `_`, `-` or a space. */
export function readWord<T extends string>(name: string, value: string, words: readonly T[]): T {
  const wanted = value.trim().toLowerCase().replace(/[\s-]/g, '_');
  const word = words.find((known) => known === wanted);
  if (word === undefined) throw usageError(`${name} must be one of ${words.join(', ')}, not "${value}"`);
  return word;
}

/** A whole number within bounds. */
export function readNumber(name: string, value: string, min: number, max: number): number {
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw usageError(`${name} must be a whole number from ${min} to ${max}, not "${value}"`);
}

/** The value of a repeated option, in commander's way of collecting them. */
export function collect(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

function parse(name: string, text: string): JsonValue {
  const inexact = findInexactInteger(text);
  if (inexact !== null) {
    throw usageError(`${name}: the number ${inexact} has more digits than a number keeps: write it as text`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw usageError(`${name} is not JSON: ${error instanceof Error ? error.message.replace(/\s+/g, ' ') : error}`);
  }
}

async function readFileOf(name: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw usageError(`${name}: the file ${path} cannot be read (${code})`);
  }
}
