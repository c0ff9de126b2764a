// Thousands of calls, some of which meet a fault: all of it drawn from one seed, so that a run can be had again.

import { ROWS, WAYS } from "./faults.js";

const FAULTY = 0.3;
const DEADLINE = 500;
const BEYOND_IT = 800;

// A late answer in the table is later than the deadlines there; here all are shorter.
const FAULTS = ROWS.flatMap(({ fault, then, behind = [false] }) =>
  [fault, then].filter(Boolean).flatMap((it) => behind.map((processed) => ({
    ...it,
    ...(it.delayMs && it.delayMs > DEADLINE && { delayMs: BEYOND_IT }),
    ...(processed && { processed }),
  }))));

/** Numbers from 0 up to 1: the generator mulberry32, since `Math.random` takes no seed. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function draw(seed, count, spoil) {
  const random = randomFrom(seed);
  const oneOf = (list) => list[Math.floor(random() * list.length)];
  const hex = () => Math.floor(random() * 16).toString(16);
  return Array.from({ length: count }, (_, index) => ({
    executionId: `exec-${Array.from({ length: 20 }, hex).join("")}`,
    way: oneOf(WAYS),
    timeoutMs: DEADLINE,
    fault: spoil(random, oneOf, index),
  }));
}

/** As life is, only worse. */
export function mixed(seed, count) {
  return draw(seed, count, (random, oneOf) => random() < FAULTY && { ...oneOf(FAULTS), times: oneOf([1, 1, 2, 99]) });
}

/** Every fault for certain, at every attempt. */
export function eachFault(seed) {
  return draw(seed, FAULTS.length, (random, oneOf, index) => ({ ...FAULTS[index], times: 99 }));
}

/** As much to read as a call ever reads. */
export function heavy(seed, count) {
  return draw(seed, count, () => ({ kind: "huge", times: 99 }));
}

/** No answer in time, and no deadline either. */
export function stalled(seed, count) {
  const fault = { kind: "delay", delayMs: BEYOND_IT, where: "headers" };
  return draw(seed, count, () => fault).map((call) => ({ ...call, timeoutMs: 20_000 }));
}
