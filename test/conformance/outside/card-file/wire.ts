/** A card as the API of the card file gives and takes it. What staff write on it beside that stays in `notes`. */
export interface Card {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly notes: string | null;
  readonly colour: string;
}

export interface CardPage {
  readonly cards: readonly Card[];
  /** Number of the next page; null on the last one. */
  readonly next: number | null;
  /** Cards on all pages. */
  readonly total: number;
}
