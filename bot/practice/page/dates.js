// Writes moments the way the reader's clock and calendar show them.

const LOCALE = "en-GB";
const DAY_MS = 86_400_000;

let ahead = 0;

/** The workspace has a clock of its own: what it says now is what "today" means. */
export function setNow(iso) {
  ahead = new Date(iso) - Date.now();
}

/** The moment it is in the workspace. */
export function now() {
  return new Date(Date.now() + ahead);
}

function written(date, options) {
  return new Intl.DateTimeFormat(LOCALE, options).format(date);
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function near(date, now) {
  const days = Math.round((midnight(date) - midnight(now)) / DAY_MS);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] ?? null;
}

function ago(date, now) {
  const minutes = Math.round((now - date) / 60_000);
  const [size, unit] = [[1440, "day"], [60, "hour"], [1, "minute"]].find(([length]) => Math.abs(minutes) >= length) ?? [1, "minute"];
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" }).format(-Math.round(minutes / size), unit);
}

const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const FULL = { day: "numeric", month: "long", year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };

const PARTS = {
  date_num: (date) => `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`,
  date_slash: (date) => written(date, { day: "2-digit", month: "2-digit", year: "numeric" }),
  date: (date) => written(date, FULL),
  date_short: (date) => written(date, SHORT),
  date_long: (date) => written(date, LONG),
  date_long_full: (date) => written(date, LONG),
  date_pretty: (date, now) => near(date, now) ?? written(date, FULL),
  date_short_pretty: (date, now) => near(date, now) ?? written(date, SHORT),
  date_long_pretty: (date, now) => near(date, now) ?? written(date, LONG),
  day_divider_pretty: (date, now) => near(date, now) ?? written(date, LONG),
  time: (date) => clockTime(date),
  time_secs: (date) => written(date, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago: (date, now) => ago(date, now),
};

/** "09:12" */
export function clockTime(date) {
  return written(date, { hour: "2-digit", minute: "2-digit" });
}

/** "Friday 20 November 2026 at 18:00" */
export function fullMoment(date) {
  return `${written(date, LONG)} at ${clockTime(date)}`;
}

/** The heading above a day's messages: "Today", "Yesterday" or "Friday 20 November". */
export function dayHeading(date, now) {
  const word = near(date, now);
  if (word) return word[0].toUpperCase() + word.slice(1);
  const year = date.getFullYear() === now.getFullYear() ? {} : { year: "numeric" };
  return written(date, { weekday: "long", day: "numeric", month: "long", ...year });
}

/** Fills Slack's date template, such as "{date_short_pretty} {time}", with a moment in epoch seconds. */
export function fillDate(epoch, template, moment = now()) {
  const date = new Date(epoch * 1000);
  return template.replace(/\{([a-z_]+)\}/g, (whole, part) => PARTS[part]?.(date, moment) ?? whole);
}
