// What the last release weighed, written by `.ci/weigh-release`; null as long as there was none.
export const released = null;
