/** Numbers from 0 (inclusive) to 1 (exclusive); the same seed gives the same row of numbers. */
export type SeededRandom = () => number;

/** The generator known as mulberry32: 32 bits of state, good enough for faults and sample data, not for secrets. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
