/**
 * Undo and redo of everything: states that were and states that were taken back, with the words of each step.
 *
 * A history is a value too. States share what they have in common, so that a step costs what it changes.
 *
 * @typedef {import("./state.js").State} State
 * @typedef {{past: Array<{state: State, words: string}>, present: State, future: Array<{state: State, words: string}>}} History
 */
import { applied } from "./state.js";

/** The history of a state that nothing was done to. */
export const opened = (state) => /** @type {History} */ ({ past: [], present: state, future: [] });

/**
 * The history after a command, which ends what could be redone; the same history where the command changes nothing.
 * @param {History} history
 * @param {{type: string}} command
 * @param {string} words what was done, to say it when it is undone
 */
export function done(history, command, words) {
  const present = applied(history.present, command);
  if (present === history.present) return history;
  return { past: [...history.past, { state: history.present, words }], present, future: [] };
}

/** The history one step back; the same history where nothing is left to undo. */
export function undone({ past, present, future }) {
  if (!past.length) return { past, present, future };
  const last = past.at(-1);
  return { past: past.slice(0, -1), present: last.state, future: [{ state: present, words: last.words }, ...future] };
}

/** The history one step forward again; the same history where nothing is left to redo. */
export function redone({ past, present, future }) {
  if (!future.length) return { past, present, future };
  const [next, ...later] = future;
  return { past: [...past, { state: present, words: next.words }], present: next.state, future: later };
}
