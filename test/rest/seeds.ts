import { readFileSync } from 'node:fs';

/** Pages of the APIs that partners speak to, as they were published. */
const pages = {
  createLead: 'puffle-create-lead.txt',
  updateLead: 'puffle-update-lead.txt',
  updateCampaignLead: 'puffle-update-lead-in-campaign.txt',
  updateSignalLeads: 'puffle-update-signal-leads.txt',
  pollybot: 'pollybot-update-lead.txt',
};

function pageOf(page: keyof typeof pages): string {
  return readFileSync(new URL(`seeds/${pages[page]}`, import.meta.url), 'utf8');
}

/** The text between two others, both of which must be there. */
function between(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from + start.length);
  if (from === -1 || to === -1) throw new Error(`A seed has nothing between ${start} and ${end}`);
  return text.slice(from + start.length, to);
}

type PufflePage = Exclude<keyof typeof pages, 'pollybot'>;

/** The curl line of a page of Puffle, and the answer that stands below it. */
export function puffleSample(page: PufflePage): { curl: string; answer: unknown } {
  const [curl = '', answer = ''] = between(pageOf(page), '\ncurl ', '\nCLI:').split("\n'\n");
  return { curl: `curl ${curl}\n'`, answer: JSON.parse(answer) };
}

/** What PollyBot's page holds: code, requests and answers. */
export function pollybotSamples() {
  const page = pageOf('pollybot');
  return {
    curl: between(page, 'cURL\n\n', '\n\nJavaScript (fetch)'),
    javascript: between(page, 'JavaScript (fetch)\n\n', '\n\nPython (requests)'),
    python: between(page, 'Python (requests)\n\n', '\n\nError Scenarios'),
    statusAndPhone: JSON.parse(between(page, 'Update status and phone\n\n', '\n\nAdd metadata')),
    metadataAndNotes: JSON.parse(between(page, 'Add metadata and notes\n\n', '\n\nComplete field update')),
    completeUpdate: JSON.parse(between(page, 'Complete field update\n\n', '\n\nResponse')),
    answer: JSON.parse(between(page, 'Success Response (200 OK)\n\n', '\n\nKey Changes')),
    validationError: JSON.parse(between(page, '400 Bad Request - Validation Error\n\n', '\n\n409 Conflict')),
    duplicateEmail: JSON.parse(between(page, '409 Conflict - Email Already Exists\n\n', '\n\n✓ Update')),
  };
}
