// Sends what the reader pressed or chose to the app, with the element busy meanwhile.
import { confirmed } from "./confirm.js";

const SHORTEST_BUSY_MS = 350;

/**
 * Where an element stands: `ctx` the surface, `blockId` and `actionId` its ids, `dispatches` whether
 * a change is told to the app at once, `labelledBy` and `required` for elements of an input block.
 */
export function placeOf(element, index, blockId, ctx, rest = {}) {
  return { ctx, blockId, actionId: element.action_id ?? `${element.type}-${index}`, dispatches: true, ...rest };
}

/** The parts of an element's action payload that every type has. */
export function actionOf(element, place, chosen) {
  return { type: element.type, action_id: place.actionId, block_id: place.blockId, ...chosen };
}

/** Tells the app; resolves to false when the reader declined the confirm dialog. */
export async function dispatch(element, place, node, chosen) {
  if (!(await confirmed(element.confirm, place.ctx))) return false;
  node.setAttribute("aria-busy", "true");
  const pause = new Promise((resolve) => setTimeout(resolve, SHORTEST_BUSY_MS));
  await Promise.all([place.ctx.act(actionOf(element, place, chosen)), pause]);
  node.removeAttribute("aria-busy");
  return true;
}

/** Data attributes by which focus is found again after a redraw. */
export function marks(place) {
  return { block: place.blockId, action: place.actionId };
}
