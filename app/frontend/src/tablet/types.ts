// The words of the tablet’s house, each idea in a file of its own.
export type * from './types/office.ts';
export type * from './types/queue.ts';
export type * from './types/terms.ts';
export type * from './types/visit.ts';
