import { existsSync } from 'node:fs';

/** The folder of the package: the code may lie anywhere in it, as it was written or as it was built. */
const root = rootAbove(new URL('.', import.meta.url));

/** A file or folder that belongs to the package, by its path from there. */
export function packageFile(path: string): URL {
  return new URL(path, root);
}

function rootAbove(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const parent = new URL('..', folder);
  if (parent.href === folder.href) throw new Error('The code stands in no package');
  return rootAbove(parent);
}
