import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServices, type Stores } from '../services.ts';
import type { Clock } from '../shared/clock.ts';
import { UnauthenticatedError } from '../shared/errors.ts';
import type { NewId } from '../shared/ids.ts';
import type { WorkspaceService } from '../workspace/workspace.service.ts';
import { scopes, type Viewer } from '../workspace/workspace.ts';
import { seedSamples } from './seed.ts';

const workspace = 'Development';
const keyFile = 'leadgraph-development-key';

/**
 * Readies the embedded database for a first look: a workspace, a key and the sample data, each made once.
 * @returns the key, which is kept in a file (mode 0600) beside the data, so that it is the same at the next start
 */
export async function prepareDevelopment(
  dataDirectory: string,
  stores: Stores,
  workspaces: WorkspaceService,
  tools: { clock: Clock; newId: NewId },
): Promise<string> {
  const path = join(dataDirectory, keyFile);
  let secret = await readSecret(path);
  let viewer = secret === null ? null : await viewerOf(workspaces, secret);
  if (secret === null || viewer === null) {
    ({ secret } = await workspaces.createKey({ workspace, name: 'development', scopes }));
    await writeFile(path, `${secret}\n`, { mode: 0o600 });
    viewer = await workspaces.authenticate(`Bearer ${secret}`);
  }
  const { workspaceId } = viewer;
  if (!(await stores.workspaces.isSeeded(workspaceId))) {
    await seedSamples(createServices(stores, workspaceId, tools));
    await stores.workspaces.markSeeded(workspaceId, tools.clock());
  }
  return secret;
}

async function readSecret(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch {
    return null;
  }
}

async function viewerOf(workspaces: WorkspaceService, secret: string): Promise<Viewer | null> {
  try {
    return await workspaces.authenticate(`Bearer ${secret}`);
  } catch (error) {
    if (error instanceof UnauthenticatedError) return null;
    throw error;
  }
}
