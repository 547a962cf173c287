/** Something that is to happen at a time, on the clock of `performance.now()`. */
export interface Alarm {
  readonly at: number;
  ring(): void;
}

/**
 * Many alarms by one timer: nearly all are taken back long before their time, and a timer for each takes longer than
 * the rest of it. The timer keeps no process alive.
 */
export function createAlarms() {
  const waiting = new Set<Alarm>();
  let timer: NodeJS.Timeout | undefined;
  let timerEndsAt = Number.POSITIVE_INFINITY;

  function wakeAt(at: number): void {
    clearTimeout(timer);
    timerEndsAt = at;
    if (Number.isFinite(at)) timer = setTimeout(ringAll, Math.max(1, Math.ceil(at - performance.now()))).unref();
  }

  function ringAll(): void {
    const now = performance.now();
    const due = [...waiting].filter(({ at }) => at <= now);
    for (const alarm of due) waiting.delete(alarm);
    wakeAt([...waiting].reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY));
    for (const alarm of due) alarm.ring();
  }

  return {
    set(alarm: Alarm): void {
      waiting.add(alarm);
      if (alarm.at < timerEndsAt) wakeAt(alarm.at);
    },

    /** Takes an alarm back. One that has rung is none any more. */
    clear(alarm: Alarm): void {
      waiting.delete(alarm);
    },
  };
}
