import type { Actor, Author } from '../../shared/author.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.ts';

/** Where a value of a lead came from. */
export interface Provenance {
  /** The way from the lead to the value. */
  path: string[];
  source: string;
  actor: Actor | null;
  door: Author['door'];
  at: Date;
}

/** Where the values at some paths of a lead came from, as it is stored; each path is in one of these. */
export interface StoredOrigin {
  source: string;
  author: Author;
  at: Date;
  paths: string[];
}

/** Fields of which each entry has a source of its own, by its canonical value. */
export const listFields: readonly string[] = ['contacts', 'socials', 'sources'];

/** Paths that are longer are not kept: JSON can be deep, and its keys long. */
const longestPath = 200;

/** A path as it is stored: keys of JSON in the notation of JSON Pointer (RFC 6901), without its first slash. */
export function pathText(path: readonly string[]): string {
  return path.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
}

export function readPath(text: string): string[] {
  const slash = text.indexOf('/');
  if (listFields.includes(text.slice(0, slash))) return [text.slice(0, slash), text.slice(slash + 1)];
  return text.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** An object of a JSON input, with what it says of each of its keys. */
export interface JsonNode {
  path: string;
  leaves: { key: string; path: string; value: JsonValue }[];
  nodes: { key: string; node: JsonNode }[];
}

/** Takes a JSON input apart: values and removals are leaves, objects are nodes. */
export function jsonNode(path: string, json: JsonObject): JsonNode {
  const node: JsonNode = { path, leaves: [], nodes: [] };
  for (const [key, value] of Object.entries(json)) {
    const at = `${path}/${pathText([key])}`;
    if (isJsonObject(value)) node.nodes.push({ key, node: jsonNode(at, value) });
    else node.leaves.push({ key, path: at, value });
  }
  return node;
}

/** Whether the source of a value is kept. */
export const isKept = ({ path }: { path: string }): boolean => path.length <= longestPath;

/** The leaves at any depth, with the paths of the objects that they are in. */
export function leavesOf({ path, leaves, nodes }: JsonNode, at: Way = { up: [], keys: [path] }): JsonLeaf[] {
  const up = [...at.up, path];
  return [
    ...leaves.map((leaf) => ({ ...leaf, up, keys: [...at.keys, leaf.key] })),
    ...nodes.flatMap(({ key, node }) => leavesOf(node, { up, keys: [...at.keys, key] })),
  ];
}

/** The objects inside at any depth, with the keys that lead there. */
export function nodesOf({ path, nodes }: JsonNode, keys = [path]): { path: string; keys: string[] }[] {
  return nodes.flatMap(({ key, node }) => {
    const way = [...keys, key];
    return [{ path: node.path, keys: way }, ...nodesOf(node, way)];
  });
}

/** The stored paths of the objects that something is in, and the keys that lead to it. */
interface Way {
  up: string[];
  keys: string[];
}

export type JsonLeaf = JsonNode['leaves'][number] & Way;

/** Whether a stored path is `start`, or lies below it. */
export function isWithin(path: string, start: string): boolean {
  return path === start || path.startsWith(`${start}/`);
}
