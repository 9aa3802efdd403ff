// How the core says no: a sentence for the screen, and the trouble behind it where there is one.
import type { Moment, Trouble } from './types.ts';

export class Refusal extends Error {
  readonly trouble: Trouble | null;

  constructor(message: string, trouble: Trouble | null = null) {
    super(message);
    this.name = 'Refusal';
    this.trouble = trouble;
  }
}

/** The PIN was wrong, or has to wait after too many wrong ones. */
export class WrongPin extends Refusal {
  readonly until: Moment | null;
  readonly tries_left: number;

  constructor(message: string, until: Moment | null, triesLeft: number) {
    super(message);
    this.name = 'WrongPin';
    this.until = until;
    this.tries_left = triesLeft;
  }
}
