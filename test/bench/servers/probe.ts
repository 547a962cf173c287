import type { MongoClient } from 'mongodb';

// Loaded before a server: lets the benchmark ask what the process has used, and (told by the environment, for checks that
// nobody times) which commands it sends.

/** What a probe answers. */
export interface Usage {
  /** Processor time so far, in microseconds. */
  cpu: number;
  /** Resident memory, in bytes. */
  rss: number;
  heap: number;
}

export interface Watched {
  name: string;
  /** The command as MongoDB's extended JSON. */
  text: string;
}

const watched: Watched[] = [];

if (process.env.BENCH_WATCH === 'on') {
  const { BSON, MongoClient } = await import('mongodb');
  const { connect } = MongoClient.prototype;
  MongoClient.prototype.connect = function watching(this: MongoClient) {
    // The driver declares it for itself alone.
    Reflect.set(this, 'monitorCommands', true);
    this.removeAllListeners('commandStarted');
    this.on('commandStarted', ({ commandName, command }) => {
      // As it is sent: what is made when it is sent is not there before.
      const sent = BSON.deserialize(BSON.serialize(command));
      watched.push({ name: commandName, text: BSON.EJSON.stringify(sent) });
    });
    return connect.call(this);
  };
}

process.on('message', (message) => {
  if (message === 'usage') {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({ cpu: user + system, rss, heap: heapUsed } satisfies Usage);
  } else if (message === 'watched') {
    process.send?.(watched.splice(0));
  }
});
// The servers end by a signal; a benchmark that was killed leaves none behind.
process.on('disconnect', () => process.exit(0));
