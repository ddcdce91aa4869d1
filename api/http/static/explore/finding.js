/** The search box: what is found stands below it, and comes to the screen beside what is there. */
import { build, byId, make, quieted, symbol } from "./dom.js";
import { aboutNode } from "./looks.js";
import { t } from "./texts.js";

/**
 * @param {ReturnType<import("./looks.js").lookedAt>} looks
 * @param {{ask: Function, has: (id: string) => boolean, choose: (node: object) => void, address: Function, fault: Function, isEmpty: () => boolean}} on
 */
export function finding(looks, on) {
  const box = byId("find"), hits = byId("hits");
  let asked = 0;
  const close = () => { hits.hidden = true; hits.replaceChildren(); box.setAttribute("aria-expanded", "false"); };
  const line = (row) => {
    const name = make("span", row.label, "name");
    name.append(make("small", `${aboutNode({ ...row, members: [], is_hub: false })}${on.has(row.id) ? ` · ${t("on_screen")}` : ""}`));
    const link = build("a", { href: on.address("/explore", { focus: row.id }) }, symbol(looks.nameOf(row.type)), name);
    link.addEventListener("click", (event) => {
      if (on.isEmpty() || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      close();
      on.choose(row);
    });
    return build("li", {}, link);
  };
  async function look() {
    const words = box.value.trim(), turn = ++asked;
    if (words.length < 2) { close(); return; }
    let lines;
    try {
      const { found, truncated } = await on.ask("searches", { q: words });
      lines = found.map(line);
      if (!found.length) lines.push(make("li", t("nothing_found"), "hint"));
      if (truncated) lines.push(make("li", t("there_is_more"), "hint"));
    } catch (fault) {
      lines = [make("li", on.fault(fault), "hint")];
    }
    if (turn !== asked) return;
    hits.replaceChildren(...lines);
    hits.hidden = false;
    box.setAttribute("aria-expanded", "true");
  }
  box.addEventListener("input", quieted(look, 250));
  box.form.addEventListener("submit", (event) => { if (!on.isEmpty()) { event.preventDefault(); look(); } });
  box.form.addEventListener("keydown", (event) => {
    const links = [...hits.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    if (event.key === "Escape" && !hits.hidden) { event.stopPropagation(); close(); box.focus(); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    (links[at + (event.key === "ArrowDown" ? 1 : -1)] || box).focus();
  });
  document.addEventListener("pointerdown", (event) => { if (!box.form.contains(event.target)) close(); });
  return { focus: () => { box.focus(); box.select(); } };
}
