/** Calls of one kind that wait for those under way. */
interface Line<T> {
  of: object;
  key: string;
  waiting: T[];
}

/** How long a call waits for others at most (ms): what is under way may be slow. */
const patienceMs = 20;

/**
 * Gathers what can be done together: a call goes at once unless others of its kind are under way; calls that come
 * meanwhile go together when these have ended, or after `patienceMs`. So nobody waits where little is asked for, and
 * the more is asked for, the more goes together.
 * @param go does what it is given, one or several of a kind, and says when the next may go; it never rejects
 * @param most how many calls go together at most
 * @returns a function that takes a call; `of` and `key` say of which kind it is
 */
export function gathering<T>(go: (calls: readonly T[]) => Promise<void>, most: number) {
  const lines: Line<T>[] = [];

  async function run(line: Line<T>, first: T): Promise<void> {
    let calls: T[] = [first];
    while (calls.length > 0) {
      await within(patienceMs, go(calls));
      calls = line.waiting.splice(0, most);
    }
    lines.splice(lines.indexOf(line), 1);
  }

  return (of: object, key: string, call: T): void => {
    const known = lines.find((one) => one.of === of && one.key === key);
    if (known !== undefined) {
      known.waiting.push(call);
      return;
    }
    const line: Line<T> = { of, key, waiting: [] };
    lines.push(line);
    void run(line, call);
  };
}

function within(ms: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
