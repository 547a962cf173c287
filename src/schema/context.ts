import type { Loaders, Services } from '../services.ts';
import type { RequestDeadline } from '../shared/deadline.ts';
import type { Wanted } from '../shared/wanted.ts';
import type { WorkspaceService } from '../workspace/workspace.service.ts';
import type { Viewer } from '../workspace/workspace.ts';

/** What resolvers work with. Services and loaders are bound to the viewer's workspace and made for this request. */
export interface GatewayContext {
  viewer: Viewer;
  /** When the request must be answered. */
  deadline: RequestDeadline;
  /** The most rows that a page may have. */
  maxPageSize: number;
  /** What the operation asks for, by the names of fields. */
  wanted: Wanted;
  asksFor(wanted: Wanted): void;
  services: Services;
  /** Not bound to a workspace: ask only about the viewer's. */
  workspaces: Pick<WorkspaceService, 'read' | 'setSourcePriority'>;
  loaders: Loaders;
  /** Makes loaders that remember nothing yet; each mutation of an operation starts with such a set. */
  freshLoaders: () => Loaders;
}
