/** Whether an answer may show a field of this name: what it cannot show need not be read. */
export type Wanted = (field: string) => boolean;

export const wantsAll: Wanted = () => true;
