/**
 * Why a record is looked at. `live`: something happened in the shop just now, and who listens on the other side may hear of it.
 * `history`: the shop's past is carried over or compared, and nobody is to be told.
 *
 * A record is looked at live once a webhook or the sweep told of it, or once a run has found a change that was made after that run
 * began. It stays so until it is settled, however often that has to be tried; what has both causes is live.
 */
export type Occasion = "live" | "history";
