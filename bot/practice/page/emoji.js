// Turns :short_names: of the commonest signs into characters.

const CHARACTERS = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rotating_light: "🚨",
  bell: "🔔", no_bell: "🔕", red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡",
  large_green_circle: "🟢", large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫",
  small_red_triangle: "🔺", small_red_triangle_down: "🔻", arrow_up: "⬆️", arrow_down: "⬇️",
  arrow_right: "➡️", chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉",
  bar_chart: "📊", calendar: "📅", clock9: "🕘", hourglass: "⌛", zzz: "💤", eyes: "👀",
  wave: "👋", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", tada: "🎉", bulb: "💡",
  mag: "🔍", lock: "🔒", link: "🔗", pushpin: "📌", memo: "📝", information_source: "ℹ️",
  question: "❓", wastebasket: "🗑️", busts_in_silhouette: "👥", smile: "😄", slightly_smiling_face: "🙂",
};

/** The character of a short name, or null when it is not known here. */
export function emojiNamed(name) {
  return Object.hasOwn(CHARACTERS, name) ? CHARACTERS[name] : null;
}

/** The text with the short names it knows replaced. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emojiNamed(name) ?? whole);
}
