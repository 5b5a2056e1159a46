// Keeps who is looking and at what in the address, so that a reload comes back to the same place.

/** The place named by the address: `{as, in, thread}`, each null when not named. */
export function readRoute() {
  const named = new URLSearchParams(window.location.hash.slice(1));
  return { as: named.get("as"), in: named.get("in"), thread: named.get("thread") };
}

/** Goes to a place; `replace` leaves no step for the browser's back button. */
export function writeRoute(route, { replace = false } = {}) {
  const named = new URLSearchParams();
  for (const key of ["as", "in", "thread"]) if (route[key]) named.set(key, route[key]);
  const hash = `#${named}`;
  if (hash === window.location.hash) return;
  if (replace) window.history.replaceState(null, "", hash);
  else window.history.pushState(null, "", hash);
}
