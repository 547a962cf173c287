import type { Mongo } from '../../src/mongo/client.ts';

/** The names of the commands that work sends, and what it answers. */
export async function watchCommands<T>({ client }: Pick<Mongo, 'client'>, work: () => Promise<T>) {
  const commands: string[] = [];
  const note = ({ commandName }: { commandName: string }) => commands.push(commandName);
  client.on('commandStarted', note);
  try {
    return { answer: await work(), commands };
  } finally {
    client.off('commandStarted', note);
  }
}
