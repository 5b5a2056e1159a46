// Holds what the reader has entered in one message, modal or Home, in the shape Slack calls state.

export class Form {
  #fields = new Map();
  #kept;

  /** `kept` is an earlier form's values, used again where block and action are the same. */
  constructor(kept = {}) {
    this.#kept = kept;
  }

  /** What was entered under this block and action before the view changed, or null. */
  remembered(blockId, actionId) {
    return this.#kept[blockId]?.[actionId] ?? null;
  }

  /** `read` gives the element's part of the state, `problem` a sentence or null. */
  add(blockId, actionId, { read, problem = () => null, required = false, isEmpty = () => false }) {
    this.#fields.set(`${blockId}\n${actionId}`, { blockId, actionId, read, problem, required, isEmpty });
  }

  /** `{block_id: {action_id: {type, value | selected_option | …}}}` */
  values() {
    const values = {};
    for (const { blockId, actionId, read } of this.#fields.values()) {
      values[blockId] = { ...values[blockId], [actionId]: read() };
    }
    return values;
  }

  /** `{block_id: sentence}` for what cannot be sent as it stands. */
  problems() {
    const problems = {};
    for (const { blockId, problem, required, isEmpty } of this.#fields.values()) {
      const sentence = required && isEmpty() ? "Fill this in, please; it is needed." : problem();
      if (sentence) problems[blockId] = sentence;
    }
    return problems;
  }
}
