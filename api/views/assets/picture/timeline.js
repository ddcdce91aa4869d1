/* time: a histogram of the days of links, and two handles; what has no day is always shown */
const days = [...new Set(edges.flatMap((edge) => edge.days))].sort();
const bar = byId("time"), first = byId("time-from"), last = byId("time-to"), said = byId("time-said");
const DAY = 86400000, MOST_BARS = 60, HIGH = 34;
const dayOf = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY), textOfDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const begin = days.length ? dayOf(days[0]) : 0, end = days.length ? dayOf(days.at(-1)) : 0;
const isAllTime = () => bar.hidden || (Number(first.value) <= begin && Number(last.value) >= end);
const isInTime = (own) => {
  if (!own.length || isAllTime()) return true;
  const from = textOfDay(Number(first.value)), to = textOfDay(Number(last.value));
  return own.some((day) => day >= from && day <= to);
};
const resetTime = () => {
  first.value = String(begin);
  last.value = String(end);
  sayTime();
};
const sayTime = () => {
  const from = textOfDay(Number(first.value)), to = textOfDay(Number(last.value));
  const dated = edges.filter((edge) => edge.days.length), within = dated.filter((edge) => isInTime(edge.days)).length;
  first.setAttribute("aria-valuetext", from);
  last.setAttribute("aria-valuetext", to);
  said.textContent = `${from} to ${to} · ${number(within)} of ${plural(dated.length, "dated link", "dated links")}`;
  for (const rect of bar.querySelectorAll("rect")) {
    const isIn = Number(rect.dataset.to) >= Number(first.value) && Number(rect.dataset.from) <= Number(last.value);
    rect.setAttribute("class", isIn ? "in" : "out");
  }
};
if (begin < end) {
  const wide = Math.max(1, Math.ceil((end - begin + 1) / MOST_BARS)), bars = Math.ceil((end - begin + 1) / wide);
  const heights = new Array(bars).fill(0);
  for (const edge of edges) for (const at of new Set(edge.days.map((day) => Math.floor((dayOf(day) - begin) / wide)))) heights[at] += 1;
  const most = Math.max(...heights), histogram = byId("histogram");
  histogram.setAttribute("viewBox", `0 0 ${bars * 10} ${HIGH}`);
  heights.forEach((count, at) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect"), high = count ? Math.max(2, (HIGH * count) / most) : 0;
    const place = { x: at * 10 + 0.5, y: HIGH - high, width: 9, height: high };
    for (const [name, value] of Object.entries(place)) rect.setAttribute(name, String(value));
    rect.dataset.from = String(begin + at * wide);
    rect.dataset.to = String(begin + (at + 1) * wide - 1);
    histogram.append(rect);
  });
  for (const handle of [first, last]) {
    handle.min = String(begin);
    handle.max = String(end);
    handle.addEventListener("input", () => {
      if (handle === first && Number(first.value) > Number(last.value)) first.value = last.value;
      if (handle === last && Number(last.value) < Number(first.value)) last.value = first.value;
      sayTime();
      filter();
    });
  }
  bar.hidden = false;
  resetTime();
}
