/** A picture of the gallery. */
export interface Picture {
  readonly file: string;
  readonly name: string;
  readonly text: string;
  /** How it is drawn. */
  readonly call: string;
  readonly svg: string;
}
