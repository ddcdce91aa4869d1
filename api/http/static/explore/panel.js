/**
 * The explanation beside the drawing: what is picked, why it is there, from which record, and what can be done with it.
 *
 * @typedef {{title: string, words: string[], facts: Array<[string, string]>,
 *   names: Array<{name: string, script: string, mentions: number}>,
 *   records: Array<{id: string, source: string, day: string, row: Object<string, string>}>, more: number,
 *   pages: Array<{words: string, path: string, query: Object<string, string>}>,
 *   actions?: Array<{words: string, path: string, fields: Object<string, string>, asks?: string}>}} Explanation
 */
import { build, button, byId, make, number, symbol } from "./dom.js";
import { aboutLink, aboutNode } from "./looks.js";
import { seen } from "./seen.js";
import { t } from "./texts.js";

const GROUPED = new Set(["type", "country", "community", "hand"]);
const POSSIBLY_SAME = "POSSIBLY_SAME";
const ASIDE = new Set(["Place", "Document", "Consignment", "Seal", "Registration"]); // nothing to look at first

/**
 * @param {ReturnType<import("./looks.js").lookedAt>} looks
 * @param {{ask: Function, address: (path: string, query: object) => string, pick: Function, pickLink: Function, act: Object<string, Function>,
 *   expand: (id: string, key: string, limit: number, rank: string) => void, decide: (form: HTMLFormElement) => void, fault: Function}} on
 */
export function panel(looks, on) {
  const into = byId("details");
  const rule = { limit: "25", rank: "risk" };
  let asked = 0;

  const section = (title, ...children) => build("section", {}, make("h3", title), ...children);
  const act = (text, name, ...values) => button(text, () => on.act[name](...values), "quiet");
  const facts = (pairs) => {
    const list = build("dl", {});
    for (const [name, value] of pairs) if (value !== "" && value !== null && value !== undefined) list.append(make("dt", name.replaceAll("_", " ")), make("dd", String(value)));
    return list;
  };
  const nodeButton = (node, below) => {
    const name = make("span", node.label || node.id, "name");
    if (below) name.append(make("small", below));
    const one = button("", () => on.pick(node.id, false), "to-node");
    one.append(symbol(looks.styleOf(node)), name);
    return one;
  };
  const heading = (title, ...kind) => {
    const head = make("h2", title);
    head.tabIndex = -1;
    return [build("p", { class: "kind-line" }, ...kind), head];
  };

  function nothing(state) {
    const { nodes } = seen(state);
    const risky = [...nodes.values()].filter((node) => !node.members && !node.is_hub && !ASIDE.has(node.type)).sort((a, b) => b.seizures - a.seizures || (b.score || 0) - (a.score || 0) || b.consignments - a.consignments).slice(0, 6);
    const list = build("ul", { class: "rows" }, ...risky.map((node) => build("li", {}, nodeButton(node, aboutNode(node)))));
    into.replaceChildren(make("p", t("pick_something"), "hint"));
    if (risky.length) into.append(section(t("look_here"), list));
  }

  function record(one) {
    const row = Object.entries(one.row || {}).filter(([, value]) => value !== "" && value !== null);
    const details = build("details", {}, build("summary", {}, make("span", one.day || t("no_day")), " ", make("span", one.source)));
    details.append(facts(row.map(([name, value]) => [name, String(value)])), build("p", {}, build("a", { href: on.address("/entity", { id: one.id }) }, t("open_record"))));
    return build("li", {}, details);
  }
  /** A form that posts to a route of ours; what is shown stays as it is. */
  function decision(text, path, fields, asks) {
    const form = build("form", { method: "post", action: on.address(path, {}), class: "decide" });
    for (const [name, value] of Object.entries(fields)) form.append(build("input", { type: "hidden", name, value }));
    if (asks) form.append(build("label", {}, t("why"), build("input", { name: asks, maxlength: "100", dir: "auto", required: true })));
    const buttons = text.map(([words, name, value]) => build("button", { class: "quiet", name, value }, words));
    form.append(build("p", { class: "acts" }, ...buttons));
    form.addEventListener("submit", (event) => { event.preventDefault(); on.decide(form, event.submitter); });
    return form;
  }

  /** A name that an entity goes by; of all but the first it can be said that it is somebody else's. */
  function name(one, first) {
    const row = build("li", {}, make("span", one.name), " ", make("small", `${one.script} · ${t("records", { count: one.mentions })}`));
    if (!first || !one.party || one.party === first.party) return row;
    const other = decision([[t("not_same"), "verdict", "different"]], "/review/judge", { left: first.party, right: one.party }, "why");
    row.append(build("details", { class: "other" }, build("summary", {}, t("not_same_ask")), other));
    return row;
  }

  function told(explanation, link) {
    const parts = [];
    const words = explanation.words.filter((line) => line !== explanation.title);
    if (words.length) parts.push(section(t("why_here"), ...words.map((line) => make("p", line, "why"))));
    if (link && link.kind === POSSIBLY_SAME) {
      parts.push(section(t("same_ask"), decision([[t("same"), "verdict", "same"], [t("not_same"), "verdict", "different"], [t("unsure"), "verdict", "unsure"]], "/review/judge", { left: link.source, right: link.target }, "why")));
    }
    for (const one of explanation.actions || []) parts.push(decision([[one.words, "", ""]], one.path, one.fields, one.asks || ""));
    if (explanation.names.length > 1) {
      parts.push(section(t("names_counted", { number: explanation.names.length }), build("ul", { class: "names" }, ...explanation.names.map((one, at) => name(one, at && explanation.names[0])))));
    }
    if (explanation.records.length) {
      const list = build("ol", { class: "records" }, ...explanation.records.map(record));
      parts.push(section(t("records_counted", { number: explanation.records.length + explanation.more }), list));
      if (explanation.more) parts.push(make("p", t("older_records", { count: explanation.more }), "hint"));
    }
    if (explanation.facts.length) parts.push(section(t("as_read"), facts(explanation.facts)));
    return parts;
  }
  const days = (one) => (one.first_on && one.first_on !== one.last_on ? t("days", { first: one.first_on, last: one.last_on }) : one.first_on);
  const pages = (list) => (list.length ? [build("p", { class: "pages" }, ...list.map((one) => build("a", { href: on.address(one.path, one.query) }, one.words)))] : []);

  /** Asks why, and shows it unless something else was picked meanwhile. */
  async function why(question, place, link = null) {
    const turn = ++asked;
    place.replaceChildren(make("p", t("reading"), "hint"));
    try {
      const explanation = await on.ask("explanations", question);
      if (turn === asked) place.replaceChildren(...pages(explanation.pages), ...told(explanation, link));
    } catch (fault) {
      if (turn === asked) place.replaceChildren(make("p", on.fault(fault), "hint"));
    }
  }

  function expanding(state, node, place) {
    const turn = asked;
    const limit = build("select", { id: "expand-limit" }, ...["10", "25", "50", "100"].map((value) => build("option", { value, selected: value === rule.limit }, t("up_to", { number: Number(value) }))));
    const rank = build("select", { id: "expand-rank" }, ...[["risk", t("rank_risk")], ["records", t("rank_records")], ["recent", t("rank_recent")]].map(([value, text]) => build("option", { value, selected: value === rule.rank }, text)));
    limit.addEventListener("change", () => { rule.limit = limit.value; });
    rank.addEventListener("change", () => { rule.rank = rank.value; });
    const list = build("ul", { class: "choices" });
    place.replaceChildren(section(t("expand"), build("p", { class: "rule" }, build("label", {}, build("span", { class: "unseen" }, t("at_most")), limit), build("label", {}, build("span", { class: "unseen" }, t("order")), rank)), list));
    list.append(make("li", t("counting"), "hint"));
    on.ask("choices", { id: node.id, shown: [...state.nodes.keys()] }).then((answer) => {
      if (turn !== asked) return;
      const line = (choice) => {
        const left = choice.count - choice.on_screen, one = button("", () => on.expand(node.id, choice.key, Number(rule.limit), rule.rank), "choice");
        one.append(symbol(looks.nameOf(choice.type)), make("span", choice.words, "name"), make("span", left ? `+${number(left)}` : t("all_here"), "count"));
        one.title = t("on_screen_of", { here: choice.on_screen, all: choice.count });
        one.disabled = !left;
        return build("li", {}, one);
      };
      const open = answer.choices.filter((choice) => choice.count > choice.on_screen), whole = answer.choices.filter((choice) => !open.includes(choice));
      list.replaceChildren(...open.map(line));
      if (whole.length) place.append(build("details", { class: "whole" }, build("summary", {}, t("kinds_here", { count: whole.length })), build("ul", { class: "choices" }, ...whole.map(line))));
      if (!answer.choices.length) list.append(make("li", t("none_beside"), "hint"));
    }, (fault) => { if (turn === asked) list.replaceChildren(make("li", on.fault(fault), "hint")); });
  }

  function oneNode(state, node) {
    const kind = [symbol(looks.styleOf(node)), make("span", node.type), node.country ? make("span", node.country) : "", node.is_hub ? make("span", t("hub"), "badge") : "", node.seizures && node.type !== "Seizure" ? build("span", { class: "badge risk" }, t("seizures", { count: node.seizures })) : ""];
    const isPinned = state.pinned.has(node.id), wasExpanded = state.expansions.some((one) => one.of === node.id);
    const acts = build("p", { class: "acts" }, act(t("expand"), "expand"), act(t("hide"), "hide"), act(t(isPinned ? "unpin" : "pin"), "pin"), act(t("path_from_here"), "pathFrom", node.id), wasExpanded ? act(t("collapse"), "collapse") : null);
    const choices = build("div", {}), reasons = build("div", { class: "reasons" });
    const known = [[t("fact_score"), node.score === null ? "" : String(Math.round(node.score * 100) / 100)], [t("fact_consignments"), node.consignments ? number(node.consignments) : ""], [t("fact_spellings"), node.spellings > 1 ? number(node.spellings) : ""], [t("fact_days"), days(node)]];
    into.replaceChildren(...heading(node.label || node.id, ...kind), acts, facts(known), choices, reasons);
    why({ node: node.id }, reasons);
    expanding(state, node, choices);
  }
  function oneGroup(state, group) {
    const acts = build("p", { class: "acts" }, act(t("open_group"), "open", group.id), act(t("hide"), "hide"));
    const members = group.members.map((id) => state.nodes.get(id));
    const list = build("ul", { class: "rows" }, ...members.slice(0, 100).map((node) => build("li", {}, nodeButton(node, aboutNode(node)))));
    asked++;
    into.replaceChildren(...heading(group.label, make("span", t("grouped_by", { by: GROUPED.has(group.by) ? t(`by_${group.by}`) : group.by }))), acts, section(t("in_it"), list));
  }
  function several(state, nodes) {
    asked++;
    const acts = build("p", { class: "acts" }, nodes.length === 2 ? act(t("path_between"), "path") : null, act(t("hide"), "hide"), act(t("hide_others"), "hideOthers"), act(t("pin"), "pin"), act(t("group"), "groupPicked"), act(t("links_among"), "links"));
    const list = build("ul", { class: "rows" }, ...nodes.slice(0, 200).map((node) => build("li", {}, nodeButton(node, aboutNode(node)))));
    into.replaceChildren(...heading(t("several_picked", { number: nodes.length })), acts, list);
  }
  function oneLink(state, link) {
    const { nodes } = seen(state), reasons = build("div", { class: "reasons" });
    const ends = [link.source, link.target].map((id) => nodes.get(id));
    into.replaceChildren(
      ...heading(aboutLink(link), make("span", t("link")), make("span", t(link.is_inferred ? "inferred" : "reported"), "badge"), link.is_seized ? build("span", { class: "badge risk" }, t("seized")) : ""),
      build("ul", { class: "rows pair" }, ...ends.map((node) => build("li", {}, nodeButton(node, aboutNode(node))))), facts([[t("fact_count"), link.count > 1 ? number(link.count) : ""], [t("fact_days"), days(link)]]), reasons,
    );
    if (link.many) reasons.append(make("p", t("of_group"), "hint"));
    else why({ source: link.source, target: link.target, kind: link.kind }, reasons, link);
  }

  /** The paths between two nodes in words, with a way to leave out a node. */
  function paths(answer, ask) {
    asked++;
    const { source, target, labels } = ask;
    const head = heading(t("paths_between", { one: labels[0], other: labels[1] }), make("span", t("paths", { count: answer.paths.length })));
    const items = answer.paths.map((path, at) => {
      const between = path.nodes.slice(1, -1).map((id) => {
        const line = build("li", {}, on.labelOf(id));
        line.append(" ", button(t("avoid"), () => ask.again({ avoid: [...ask.avoid, id] }), "quiet small"));
        return line;
      });
      const show = button(t("show_path", { number: at + 1 }), () => on.act.mark(path), "quiet small");
      return build("li", {}, make("p", path.words, "why"), show, between.length ? build("details", {}, build("summary", {}, t("not_through")), build("ul", { class: "between-nodes" }, ...between)) : null);
    });
    const hubs = build("input", { type: "checkbox" });
    hubs.checked = ask.through_hubs;
    hubs.addEventListener("change", () => ask.again({ through_hubs: hubs.checked }));
    const told = [...new Set((answer.truncated || []).map((one) => one.text))].map((text) => make("p", text, "hint"));
    const avoided = ask.avoid.length ? [build("p", { class: "hint" }, `${t("avoided", { count: ask.avoid.length })} `, button(t("avoid_none"), () => ask.again({ avoid: [] }), "quiet small"))] : [];
    const none = answer.paths.length ? [] : [make("p", t("no_path"), "why")];
    into.replaceChildren(...head, build("label", { class: "tick" }, hubs, t("through_hubs")), ...avoided, ...none, build("ol", { class: "paths" }, ...items), ...told, build("p", { class: "acts" }, act(t("hide_others"), "hideOthers", source, target), act(t("clear"), "mark", null)));
    into.querySelector("h2").focus();
  }

  return {
    show(state, picked) {
      const isHeld = into.contains(document.activeElement), { nodes, links } = seen(state), chosen = [...picked.nodes].map((id) => nodes.get(id)).filter(Boolean);
      const link = picked.link && links.get(picked.link);
      if (link) oneLink(state, link);
      else if (chosen.length > 1) several(state, chosen);
      else if (chosen.length && chosen[0].members) oneGroup(state, chosen[0]);
      else if (chosen.length) oneNode(state, chosen[0]);
      else { asked++; nothing(state); }
      if (isHeld) (into.querySelector("h2") || into).focus(); // what had the focus is gone
    },
    paths,
    focus: () => into.querySelector("h2")?.focus(),
  };
}
