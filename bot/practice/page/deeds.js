// What the reader can do, told to the server; a refusal becomes a toast.
import { post, Refused } from "./api.js";
import { toast } from "./notify.js";

/** The answer, or null after a toast when the server refused. */
export async function attempt(asked) {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    toast(error.message);
    return null;
  }
}

/** True when the server took the text. */
export async function sendText(as, channel, text, threadTs) {
  const body = { as, channel, text, ...(threadTs ? { thread_ts: threadTs } : {}) };
  return (await attempt(post("send", body))) !== null;
}

/** Presses, chooses or types something in a message, a modal or Home. */
export function sendAction(as, where, action, form) {
  return attempt(post("action", { as, ...where, action, state: { values: form.values() } }));
}

/** Field errors as `{block_id: sentence}`, or null when there are none or the server refused. */
export async function submitView(as, view, values) {
  const answer = await attempt(post("view_submit", { as, view_id: view.id, state: { values } }));
  const errors = answer?.errors ?? {};
  return Object.keys(errors).length ? errors : null;
}

/** Closes a view, or with `all` the views under it too. */
export function closeView(as, view, all) {
  return attempt(post("view_close", { as, view_id: view.id, all }));
}

/** Tells the app that its "home" or "messages" tab was opened. */
export function openTab(as, tab) {
  return attempt(post("home_opened", { as, tab }));
}

/** Joins a channel. */
export function joinChannel(as, channel) {
  return attempt(post("join", { as, channel }));
}

/** Leaves a channel. */
export function leaveChannel(as, channel) {
  return attempt(post("leave", { as, channel }));
}
