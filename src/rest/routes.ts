import { pollybotRoutes } from './pollybot.leads.ts';
import { batchRoutes } from './puffle.batches.ts';
import { campaignRoutes } from './puffle.campaigns.ts';
import { leadRoutes } from './puffle.leads.ts';
import { signalRoutes } from './puffle.signals.ts';
import type { Route } from './route.ts';

/** Every call that partners can make. */
export const routes: readonly Route[] = [
  ...leadRoutes,
  ...campaignRoutes,
  ...signalRoutes,
  ...batchRoutes,
  ...pollybotRoutes,
];
