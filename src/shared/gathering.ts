/** Calls of one kind: those under way, and those that wait for them. */
interface Line<T> {
  of: object;
  key: string;
  underWay: number;
  waiting: T[];
}

/** How long a call waits for others at most (ms): what is under way may be slow. */
const patienceMs = 20;

interface Bounds {
  /** How many calls go together at most. */
  most: number;
  /** How many groups of a kind are under way before a call waits. */
  groups: number;
}

/**
 * Gathers what can be done together: a call goes at once unless others of its kind are under way; calls that come
 * meanwhile go together when one of these has ended, or after `patienceMs`. So nobody waits where little is asked for, and
 * the more is asked for, the more goes together.
 * @param go does what it is given, one or several of a kind, and says when the next may go; it never rejects
 * @returns a function that takes a call; `of` and `key` say of which kind it is
 */
export function gathering<T>(go: (calls: readonly T[]) => Promise<void>, { most, groups }: Bounds) {
  const lines: Line<T>[] = [];

  async function run(line: Line<T>, first: T): Promise<void> {
    line.underWay += 1;
    let calls: T[] = [first];
    while (calls.length > 0) {
      await within(patienceMs, go(calls));
      calls = line.waiting.splice(0, most);
    }
    line.underWay -= 1;
    if (line.underWay === 0) lines.splice(lines.indexOf(line), 1);
  }

  function lineFor(of: object, key: string): Line<T> {
    const known = lines.find((one) => one.of === of && one.key === key);
    if (known !== undefined) return known;
    const line: Line<T> = { of, key, underWay: 0, waiting: [] };
    lines.push(line);
    return line;
  }

  return (of: object, key: string, call: T): void => {
    const line = lineFor(of, key);
    if (line.underWay < groups) void run(line, call);
    else line.waiting.push(call);
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
